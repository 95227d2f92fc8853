// A token and a payment with nothing but fetch. Prints the page's address.
const base = process.env.BKASH_BASE_URL ?? "https://tokenized.sandbox.bka.sh/v1.2.0-beta"

async function post(path, headers, body) {
  const answer = await fetch(base + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  })
  return answer.json()
}

const granted = await post(
  "/tokenized/checkout/token/grant",
  { username: "u", password: "p" },
  { app_key: "start-node", app_secret: "s" },
)
const created = await post(
  "/tokenized/checkout/create",
  { authorization: granted.id_token, "x-app-key": "start-node" },
  {
    mode: "0011",
    payerReference: "01770618575",
    callbackURL: "http://127.0.0.1:3000/callback",
    amount: "500",
    currency: "BDT",
    intent: "sale",
    merchantInvoiceNumber: "INV-1",
  },
)
console.log(created.bkashURL)
