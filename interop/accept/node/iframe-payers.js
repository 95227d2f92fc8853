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

let orders = 0
async function start() {
  orders += 1
  const created = await send(`${shop}/bkash/create`, { amount: 10 + orders, orderID: `ORDER-${orders}` })
  if (!created.success) throw new Error(`create: ${created.message}`)
  return created.data.paymentID
}

async function pay(paymentID, payer = {}) {
  await control(`payments/${paymentID}/pay`, payer)
  return send(`${shop}/bkash/execute/${paymentID}`)
}

async function main() {
  // A cold shop: six at once.
  const cold = await Promise.all(Array.from({ length: 6 }, start))
  for (const paymentID of cold) await pay(paymentID)

  const paid = await start()
  const { data } = await pay(paid)
  for (const amount of ["2", "3"]) {
    const refund = { paymentID: paid, trxID: data.trxID, amount, sku: "SKU-1" }
    await send(`${shop}/bkash/refund`, refund)
  }

  await pay(await start(), { wallet: "01823074817" })
  await pay(await start(), { wallet: "01823074818" })

  const lost = await start()
  await control("faults", { endpoint: "execute", fault: "answer_lost", paymentID: lost })
  await pay(lost)

  const late = await start()
  await control("faults", { endpoint: "execute", fault: "timeout", seconds: 36, after_effect: true, paymentID: late })
  await pay(late)
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
