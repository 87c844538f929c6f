// The webhooks of bench/webhook/measure.ts on controller-runtime, and the load for both:
// `go-webhook serve DIR PORT` and `go-webhook load CA URL FILE REVIEWS AT-ONCE`.
package main

import (
	"fmt"
	"os"
	"strconv"
)

func main() {
	if len(os.Args) < 2 {
		exitOn(fmt.Errorf("serve or load is wanted"))
	}
	switch args := os.Args[2:]; os.Args[1] {
	case "serve":
		port, err := strconv.Atoi(args[1])
		exitOn(err)
		exitOn(serve(args[0], port))
	case "load":
		reviews, err := strconv.Atoi(args[3])
		exitOn(err)
		atOnce, err := strconv.Atoi(args[4])
		exitOn(err)
		exitOn(load(args[0], args[1], args[2], reviews, atOnce))
	}
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
