package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// What a load came to, in milliseconds. The first request of each connection, which shakes hands, stands by itself.
type figures struct {
	Connected float64 `json:"connected"`
	P50       float64 `json:"p50"`
	P99       float64 `json:"p99"`
	Longest   float64 `json:"longest"`
	Wall      float64 `json:"wall"`
	Allowed   int     `json:"allowed"`
}

// load posts the review in a file as API servers do: HTTP/1.1, connections that are kept, a uid for each.
func load(ca, url, file string, reviews, atOnce int) error {
	authority, err := os.ReadFile(ca)
	if err != nil {
		return err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	client := &http.Client{Transport: &http.Transport{
		TLSClientConfig:     &tls.Config{RootCAs: roots, NextProtos: []string{"http/1.1"}},
		TLSNextProto:        map[string]func(string, *tls.Conn) http.RoundTripper{},
		MaxIdleConnsPerHost: atOnce,
	}}
	review, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var next, allowed atomic.Int64
	times := make([]time.Duration, reviews)
	var failure atomic.Pointer[error]
	var workers, connected sync.WaitGroup
	connected.Add(atOnce)
	connecting := time.Now()
	began := sync.OnceValue(time.Now)
	for range atOnce {
		workers.Go(func() {
			_, err := post(client, url, bytes.ReplaceAll(review, []byte("THE-UID"), []byte(firstUID)), firstUID)
			if err != nil {
				failure.Store(&err)
			}
			connected.Done()
			connected.Wait()
			began()
			for at := next.Add(1) - 1; at < int64(reviews) && failure.Load() == nil; at = next.Add(1) - 1 {
				uid := fmt.Sprintf("%036d", at)
				body := bytes.ReplaceAll(review, []byte("THE-UID"), []byte(uid))
				sent := time.Now()
				isAllowed, err := post(client, url, body, uid)
				times[at] = time.Since(sent)
				if err != nil {
					failure.Store(&err)
				} else if isAllowed {
					allowed.Add(1)
				}
			}
		})
	}
	workers.Wait()
	wall := time.Since(began())
	if err := failure.Load(); err != nil {
		return *err
	}
	slices.Sort(times)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	return json.NewEncoder(os.Stdout).Encode(figures{
		Connected: ms(began().Sub(connecting)), P50: ms(times[reviews/2]), P99: ms(times[reviews*99/100]), Longest: ms(times[reviews-1]),
		Wall: ms(wall), Allowed: int(allowed.Load()),
	})
}

const firstUID = "ffffffff-ffff-ffff-ffff-ffffffffffff"

func post(client *http.Client, url string, body []byte, uid string) (bool, error) {
	answer, err := client.Post(url+"?timeout=10s", "application/json", bytes.NewReader(body))
	if err != nil {
		return false, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return false, err
	}
	var review struct {
		Response struct {
			UID     string `json:"uid"`
			Allowed bool   `json:"allowed"`
		} `json:"response"`
	}
	if err := json.Unmarshal(text, &review); err != nil {
		return false, fmt.Errorf("%s: %w", text, err)
	}
	if answer.StatusCode != http.StatusOK || review.Response.UID != uid {
		return false, fmt.Errorf("%s: %s", answer.Status, text)
	}
	return review.Response.Allowed, nil
}
