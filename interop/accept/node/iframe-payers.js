// Payers at the shop of bkash-payment-gateway, and what goes wrong meanwhile. The iframe that belongs to this checkout
// is a script of bKash's in the browser, which nobody runs here: its two calls of the shop are made by hand.
"use strict"

const simulator = process.env.BKASH_GATEWAY_URL
const shop = "http://127.0.0.1:8092"
const key = "accept-bkash-payment-gateway"

const send = async (url, body) => {
  const headers = { "Content-Type": "application/json" }
  const answer = await fetch(url, body && { method: "POST", headers, body: JSON.stringify(body) })
  return answer.json()
}
const control = (path, body) => send(`${simulator}/_simulator/${path}?app_key=${key}`, body)

// All fields of a fault but its call and its name are optional.
const fault = (endpoint, name, more = {}) => control("faults", { endpoint, fault: name, ...more })

let orders = 0
async function start() {
  orders += 1
  const order = { amount: 10 + orders, orderID: `ORDER-${orders}` }
  const { data } = await send(`${shop}/bkash/create`, order)
  return data?.paymentID
}

async function pay(paymentID, payer = {}) {
  await control(`payments/${paymentID}/pay`, payer)
  return send(`${shop}/bkash/execute/${paymentID}`)
}

async function paid() {
  const paymentID = await start()
  const { data } = await pay(paymentID)
  return { paymentID, trxID: data.trxID, sku: "SKU-1" }
}

const refund = (payment, amount) => send(`${shop}/bkash/refund`, { ...payment, amount })

async function main() {
  const first = await paid()
  await refund(first, "2")
  await refund(first, "3")
  await pay(await start(), { wallet: "01823074817" })
  await pay(await start(), { wallet: "01823074818" })
  const lost = await start()
  await fault("execute", "answer_lost", { paymentID: lost })
  await pay(lost)
  const second = await paid()
  await fault("refund", "answer_lost")
  await refund(second, "2")

  // Three calls hang at the same time.
  const third = await paid()
  const late = await start()
  const hangs = { seconds: 36, after_effect: true }
  await fault("create", "timeout", hangs)
  await fault("execute", "timeout", hangs)
  await fault("refund", "timeout", hangs)
  await Promise.all([start(), pay(late), refund(third, "2")])

  // A token that is refused before its time.
  await fault("create", "token_revoked")
  await start()
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
