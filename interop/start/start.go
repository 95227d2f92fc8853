// A token and a payment with nothing but the standard library. Prints the page's address.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"time"
)

type fields map[string]string

var client = http.Client{Timeout: 30 * time.Second}

func post(url string, headers fields, body fields) map[string]any {
	text, err := json.Marshal(body)
	if err != nil {
		log.Fatal(err)
	}
	request, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(text))
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response, err := client.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	var answer map[string]any
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		log.Fatal(err)
	}
	return answer
}

func main() {
	base := os.Getenv("BKASH_BASE_URL")
	if base == "" {
		base = "https://tokenized.sandbox.bka.sh/v1.2.0-beta"
	}
	granted := post(base+"/tokenized/checkout/token/grant",
		fields{"username": "u", "password": "p"},
		fields{"app_key": "start-go", "app_secret": "s"})
	token, _ := granted["id_token"].(string)
	created := post(base+"/tokenized/checkout/create",
		fields{"Authorization": token, "X-App-Key": "start-go"},
		fields{
			"mode":                  "0011",
			"payerReference":        "01770618575",
			"callbackURL":           "http://127.0.0.1:3000/callback",
			"amount":                "500",
			"currency":              "BDT",
			"intent":                "sale",
			"merchantInvoiceNumber": "INV-1",
		})
	fmt.Println(created["bkashURL"])
}
