// A shop on bkash-payment-gateway: the routes, calls and answers of its example for Express (iframe). See ../README.md.
"use strict"

const express = require("express")
const { BkashGateway } = require("bkash-payment-gateway")

const bkash = new BkashGateway({
  baseURL: process.env.BKASH_BASE_URL,
  key: "accept-bkash-payment-gateway",
  username: "accept",
  password: "password",
  secret: "app-secret",
})

// What every route of the example does with its call's end.
const answer = (status, call) => async (req, res) => {
  try {
    res.status(status).json({ success: true, data: await call(req) })
  } catch (error) {
    res.status(400).json({ success: false, message: error.message })
  }
}

const app = express()
app.use(express.json())

app.get("/", (_, res) => res.send("ready"))
app.post("/bkash/create", answer(201, ({ body: { amount, orderID } }) =>
  bkash.createPayment({ amount, orderID, intent: "sale" })))
app.get("/bkash/execute/:paymentID", answer(200, (req) => bkash.executePayment(req.params.paymentID)))
app.get("/bkash/query/:paymentID", answer(200, (req) => bkash.queryPayment(req.params.paymentID)))
app.post("/bkash/refund", answer(201, ({ body: { paymentID, amount, trxID, sku } }) =>
  bkash.refundTransaction({ paymentID, amount, trxID, sku })))

app.listen(8092, "127.0.0.1")
