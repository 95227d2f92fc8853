"""A token and a payment with nothing but the standard library. Prints the page's address."""

import json
import os
import urllib.request

BASE = os.environ.get("BKASH_BASE_URL", "https://tokenized.sandbox.bka.sh/v1.2.0-beta")


def post(path: str, headers: dict, body: dict) -> dict:
    headers = {"Content-Type": "application/json", **headers}
    request = urllib.request.Request(BASE + path, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


granted = post(
    "/tokenized/checkout/token/grant",
    {"username": "u", "password": "p"},
    {"app_key": "start-python", "app_secret": "s"},
)
created = post(
    "/tokenized/checkout/create",
    {"Authorization": granted["id_token"], "X-App-Key": "start-python"},
    {
        "mode": "0011",
        "payerReference": "01770618575",
        "callbackURL": "http://127.0.0.1:3000/callback",
        "amount": "500",
        "currency": "BDT",
        "intent": "sale",
        "merchantInvoiceNumber": "INV-1",
    },
)
print(created["bkashURL"])
