// bkash-payment through the whole flow; its base URL can be set. See ../README.md.
"use strict"

const assert = require("node:assert/strict")
const bkash = require("bkash-payment")

const simulator = process.env.BKASH_SIMULATOR
const config = {
  base_url: process.env.BKASH_BASE_URL,
  username: "interop",
  password: "password",
  app_key: process.env.APP_KEY,
  app_secret: "app-secret",
}

// A control call; a client never makes one.
async function control(path, body) {
  const separator = path.includes("?") ? "&" : "?"
  const url = `${simulator}/_simulator/${path}${separator}app_key=${config.app_key}`
  const options = body && { method: "POST", body: JSON.stringify(body) }
  return (await fetch(url, options)).json()
}

// The payer's visit to the page; answers the status of the callback.
async function pay(created, how = {}) {
  return (await control(`payments/${created.paymentID}/pay`, how)).status
}

function create(amount, orderID) {
  const callbackURL = "http://127.0.0.1:9/callback"
  return bkash.createPayment(config, { amount, callbackURL, orderID, reference: "01770618575" })
}

async function main() {
  const created = await create(105.5, "JS-1")
  assert.equal(created.statusCode, "0000")
  assert(created.bkashURL.startsWith(simulator), created.bkashURL)
  const { paymentID } = created
  assert.equal((await bkash.queryPayment(config, paymentID)).transactionStatus, "Initiated")
  assert.equal((await bkash.executePayment(config, paymentID)).statusCode, "2056")
  assert.equal(await pay(created), "success")
  const executed = await bkash.executePayment(config, paymentID)
  assert.equal(executed.transactionStatus, "Completed")
  assert.equal(executed.amount, "105.5")
  assert.equal(executed.merchantInvoiceNumber, "JS-1")
  const { trxID } = executed
  assert.equal((await bkash.queryPayment(config, paymentID)).trxID, trxID)
  assert.equal((await bkash.searchTransaction(config, trxID)).transactionStatus, "Completed")
  const refund = { paymentID, trxID, amount: "5.25", sku: "rice", reason: "returned" }
  const refunded = await bkash.refundTransaction(config, refund)
  assert.equal(refunded.transactionStatus, "Completed")
  assert.equal(refunded.amount, "5.25")
  // It asks for the status first, and takes a refund that is there for its own.
  const again = await bkash.refundTransaction(config, { ...refund, amount: "1" })
  assert.equal(again.refundTrxID, refunded.refundTrxID)
  console.log("paid, queried, found, refunded")

  const poor = await create(20, "JS-2")
  assert.equal(await pay(poor, { wallet: "01823074817" }), "success")
  assert.equal((await bkash.executePayment(config, poor.paymentID)).statusCode, "2023")
  const left = await create(30, "JS-3")
  assert.equal(await pay(left, { outcome: "cancel" }), "cancel")
  assert.equal((await bkash.executePayment(config, left.paymentID)).statusCode, "2056")
  assert.equal((await bkash.queryPayment(config, "TR0011nothing")).statusCode, "2002")
  console.log("refusals come as the gateway's codes")

  const callbackURL = "http://127.0.0.1:9/callback"
  const wallet = "01929918378"
  const agreed = await bkash.createAgreement(config, { amount: 1, callbackURL, reference: wallet })
  assert.equal(await pay(agreed, { wallet }), "success")
  const { agreementID } = await bkash.executeAgreement(config, agreed.paymentID)
  assert.equal((await bkash.queryAgreement(config, agreementID)).agreementStatus, "Completed")
  const order = { amount: 42, callbackURL, orderID: "JS-4", reference: wallet, agreementID }
  const byAgreement = await bkash.createPaymentWithAgreement(config, order)
  assert.equal(await pay(byAgreement), "success")
  const paid = await bkash.executePayment(config, byAgreement.paymentID)
  assert.equal(paid.transactionStatus, "Completed")
  assert.equal(paid.customerMsisdn, wallet)
  const cancelled = await bkash.cancelAgreement(config, agreementID)
  assert.equal(cancelled.agreementStatus, "Cancelled")
  assert.equal((await bkash.cancelAgreement(config, agreementID)).statusCode, "2053")
  console.log("agreed, paid by the agreement, cancelled it")

  for (const [orderID, amount, end, status] of [
    ["JS-5", 51, bkash.captureAuthPayment, "Completed"],
    ["JS-6", 52, bkash.voidAuthPayment, "Cancelled"],
  ]) {
    const held = await bkash.createAuthPayment(config, { amount, callbackURL, orderID })
    assert.equal(await pay(held), "success")
    const authorized = await bkash.executePayment(config, held.paymentID)
    assert.equal(authorized.transactionStatus, "Authorized")
    assert.equal((await end(config, held.paymentID)).transactionStatus, status)
  }
  console.log("authorised, then captured and voided")

  const calls = (await control("journal")).data.map((entry) => entry.endpoint)
  const count = (name) => calls.filter((call) => call === name).length
  assert.equal(count("token_grant"), 1)
  assert.equal(count("execute"), 8)
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
