// A shop on bkash-payment: the routes, calls and answers of its README (Checkout URL). See ../README.md.
"use strict"

const express = require("express")
const { createPayment, executePayment, refundTransaction } = require("bkash-payment")

const port = 8091
const config = {
  base_url: process.env.BKASH_BASE_URL,
  username: "accept",
  password: "password",
  app_key: "accept-bkash-payment",
  app_secret: "app-secret",
}

const app = express()
app.use(express.json())
app.use(express.urlencoded({ extended: true }))

app.get("/", (_, res) => res.send("ready"))

// An error is logged and the browser gets no answer, here and below: so it stands in the README.
app.post("/bkash-checkout", async (req, res) => {
  try {
    const { amount, callbackURL, orderID, reference } = req.body
    const created = await createPayment(config, {
      amount: amount || 10,
      callbackURL: callbackURL || `http://127.0.0.1:${port}/bkash-callback`,
      orderID: orderID || "Order_101",
      reference: reference || "1",
    })
    res.send(created)
  } catch (error) {
    console.log(error)
  }
})

app.get("/bkash-callback", async (req, res) => {
  try {
    const { status, paymentID } = req.query
    let answer = { statusCode: "4000", statusMessage: "Payment Failed" }
    if (status === "success") {
      const executed = await executePayment(config, paymentID)
      // Where executed.transactionStatus is "Completed", the README's shop writes the payment down.
      if (executed) {
        answer = { statusCode: executed.statusCode, statusMessage: executed.statusMessage }
      }
    }
    res.send(answer)
  } catch (error) {
    console.log(error)
  }
})

app.post("/bkash-refund", async (req, res) => {
  try {
    const { paymentID, trxID, amount } = req.body
    res.send(await refundTransaction(config, { paymentID, trxID, amount }))
  } catch (error) {
    console.log(error)
  }
})

app.listen(port, "127.0.0.1")
