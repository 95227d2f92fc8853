<?php
// A token and a payment with nothing but curl, as most PHP clients do it. Prints the page's address.
$base = getenv('BKASH_BASE_URL') ?: 'https://tokenized.sandbox.bka.sh/v1.2.0-beta';

function post(string $url, array $headers, array $body): array
{
    $call = curl_init($url);
    curl_setopt_array($call, [
        CURLOPT_POSTFIELDS => json_encode($body),
        CURLOPT_HTTPHEADER => [...$headers, 'Content-Type: application/json'],
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => 30,
    ]);
    $answer = curl_exec($call);
    if ($answer === false) {
        fwrite(STDERR, curl_error($call) . "\n");
        exit(1);
    }
    return json_decode($answer, true);
}

$granted = post(
    "$base/tokenized/checkout/token/grant",
    ['username: u', 'password: p'],
    ['app_key' => 'start-php', 'app_secret' => 's'],
);
$created = post(
    "$base/tokenized/checkout/create",
    ["Authorization: {$granted['id_token']}", 'X-App-Key: start-php'],
    [
        'mode' => '0011',
        'payerReference' => '01770618575',
        'callbackURL' => 'http://127.0.0.1:3000/callback',
        'amount' => '500',
        'currency' => 'BDT',
        'intent' => 'sale',
        'merchantInvoiceNumber' => 'INV-1',
    ],
);
echo $created['bkashURL'], "\n";
