// What a controller-runtime operator serves at /metrics, as facts: the name, the type, the labels and the buckets of each
// metric. It runs a manager with a controller, a webhook and leader election against a server that it makes up itself.
// `go run . > ../../../runtime/metrics/testdata/controller-runtime.json`
package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/rest"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/metrics"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
	"sigs.k8s.io/controller-runtime/pkg/webhook"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"
	_ "sigs.k8s.io/controller-runtime/pkg/webhook/conversion"
)

type family struct {
	Name    string   `json:"name"`
	Type    string   `json:"type"`
	Labels  []string `json:"labels"`
	Buckets []string `json:"buckets,omitempty"`
	OptIn   bool     `json:"optIn,omitempty"`
}

func main() {
	ctrl.SetLogger(logr.Discard())
	before := facts(run())
	// Once they are registered, requests are counted from then on: a second manager sends them.
	metrics.RegisterRESTClientMetrics(
		metrics.MetricRequestLatency, metrics.MetricDNSResolutionLatency, metrics.MetricRequestSize,
		metrics.MetricResponseSize, metrics.MetricRateLimiterLatency, metrics.MetricRequestRetry)
	known := map[string]bool{}
	for _, each := range before {
		known[each.Name] = true
	}
	all := before
	for _, each := range facts(run()) {
		if !known[each.Name] {
			each.OptIn = true
			all = append(all, each)
		}
	}
	slices.SortFunc(all, func(a, b family) int { return strings.Compare(a.Name, b.Name) })
	fmt.Println("[")
	for i, each := range all {
		text, err := json.Marshal(each)
		check(err)
		comma := ","
		if i == len(all)-1 {
			comma = ""
		}
		fmt.Printf("  %s%s\n", text, comma)
	}
	fmt.Println("]")
}

// run answers what /metrics says once everything has happened that is counted.
func run() string {
	ctx, cancel := context.WithCancel(context.Background())
	api := apiServer()
	ports := []int{freePort(), freePort()}
	certs := certificate()
	skip := true
	mgr, err := ctrl.NewManager(&rest.Config{Host: api, ContentConfig: rest.ContentConfig{ContentType: "application/json"}}, ctrl.Options{
		Metrics:                 metricsserver.Options{BindAddress: fmt.Sprintf("127.0.0.1:%d", ports[0])},
		WebhookServer:           webhook.NewServer(webhook.Options{Host: "127.0.0.1", Port: ports[1], CertDir: certs}),
		LeaderElection:          true,
		LeaderElectionID:        "redis-operator",
		LeaderElectionNamespace: "default",
	})
	check(err)
	mgr.GetWebhookServer().Register("/validate", &admission.Webhook{Handler: admission.HandlerFunc(
		func(context.Context, admission.Request) admission.Response { return admission.Allowed("") })})
	reconciled := make(chan string, 100)
	check(ctrl.NewControllerManagedBy(mgr).For(&corev1.ConfigMap{}).
		WithOptions(controller.Options{SkipNameValidation: &skip}).
		Complete(reconcile.Func(func(_ context.Context, request ctrl.Request) (ctrl.Result, error) {
			select {
			case reconciled <- request.Name:
			default:
			}
			switch request.Name {
			case "error":
				return ctrl.Result{}, errors.New("no")
			case "terminal":
				return ctrl.Result{}, reconcile.TerminalError(errors.New("no"))
			case "later":
				return ctrl.Result{RequeueAfter: time.Hour}, nil
			case "panic":
				panic("no")
			}
			return ctrl.Result{}, nil
		})))
	ended := make(chan error, 1)
	go func() { ended <- mgr.Start(ctx) }()
	for seen := map[string]bool{}; len(seen) < 5; {
		seen[<-reconciled] = true
	}
	review := `{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"1","operation":"CREATE","object":{}}}`
	insecure := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	answer, err := insecure.Post(fmt.Sprintf("https://127.0.0.1:%d/validate", ports[1]), "application/json", strings.NewReader(review))
	check(err)
	answer.Body.Close()
	var text bytes.Buffer
	for range 50 {
		time.Sleep(200 * time.Millisecond)
		text.Reset()
		response, err := http.Get(fmt.Sprintf("http://127.0.0.1:%d/metrics", ports[0]))
		check(err)
		_, err = text.ReadFrom(response.Body)
		check(err)
		response.Body.Close()
		if strings.Contains(text.String(), `result="requeue_after"} 1`) {
			break
		}
	}
	cancel()
	check(<-ended)
	return text.String()
}

var sample = regexp.MustCompile(`^([a-zA-Z_:][\w:]*?)(\{.*\})? \S+$`)
var label = regexp.MustCompile(`(\w+)="((?:[^"\\]|\\.)*)"`)

func facts(text string) []family {
	byName := map[string]*family{}
	var order []*family
	lines := bufio.NewScanner(strings.NewReader(text))
	lines.Buffer(nil, 1<<20)
	var current *family
	for lines.Scan() {
		line := lines.Text()
		if fields := strings.Fields(line); strings.HasPrefix(line, "# TYPE ") {
			current = &family{Name: fields[2], Type: fields[3], Labels: []string{}}
			byName[current.Name] = current
			order = append(order, current)
			continue
		}
		match := sample.FindStringSubmatch(line)
		if match == nil {
			continue
		}
		for _, each := range label.FindAllStringSubmatch(match[2], -1) {
			switch {
			case each[1] == "le" && current.Type == "histogram":
				if !slices.Contains(current.Buckets, each[2]) {
					current.Buckets = append(current.Buckets, each[2])
				}
			case !slices.Contains(current.Labels, each[1]):
				current.Labels = append(current.Labels, each[1])
			}
		}
	}
	var result []family
	for _, each := range order {
		// What the Go runtime tells of itself is of no interest to others.
		if !strings.HasPrefix(each.Name, "go_") {
			result = append(result, *each)
		}
	}
	return result
}

// apiServer answers what a manager needs: discovery, five ConfigMaps, and a Lease.
func apiServer() string {
	var lease []byte
	mux := http.NewServeMux()
	say := func(path, text string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("content-type", "application/json")
			fmt.Fprint(w, text)
		})
	}
	say("/api", `{"kind":"APIVersions","versions":["v1"]}`)
	say("/apis", `{"kind":"APIGroupList","apiVersion":"v1","groups":[]}`)
	say("/api/v1", `{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"v1","resources":[{"name":"configmaps","kind":"ConfigMap","namespaced":true,"verbs":["list","watch"]}]}`)
	busy := true
	mux.HandleFunc("/api/v1/configmaps", func(w http.ResponseWriter, request *http.Request) {
		w.Header().Set("content-type", "application/json")
		if busy {
			// So that a request is sent again.
			busy = false
			w.Header().Set("retry-after", "1")
			w.WriteHeader(429)
			fmt.Fprint(w, `{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"TooManyRequests","code":429}`)
			return
		}
		if request.URL.Query().Get("sendInitialEvents") != "" {
			w.WriteHeader(422)
			fmt.Fprint(w, `{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Invalid","code":422}`)
			return
		}
		if request.URL.Query().Get("watch") != "" {
			w.(http.Flusher).Flush()
			<-request.Context().Done()
			return
		}
		var items []string
		for _, name := range []string{"success", "error", "terminal", "later", "panic"} {
			items = append(items, fmt.Sprintf(`{"metadata":{"name":%q,"namespace":"default","uid":%q,"resourceVersion":"1"}}`, name, name))
		}
		fmt.Fprintf(w, `{"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[%s]}`, strings.Join(items, ","))
	})
	mux.HandleFunc("/apis/coordination.k8s.io/v1/namespaces/default/leases/redis-operator", func(w http.ResponseWriter, request *http.Request) {
		w.Header().Set("content-type", "application/json")
		if request.Method == "PUT" {
			lease = read(request)
		}
		if lease == nil {
			w.WriteHeader(404)
			fmt.Fprint(w, `{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404}`)
			return
		}
		_, _ = w.Write(lease)
	})
	mux.HandleFunc("/apis/coordination.k8s.io/v1/namespaces/default/leases", func(w http.ResponseWriter, request *http.Request) {
		w.Header().Set("content-type", "application/json")
		lease = read(request)
		w.WriteHeader(201)
		_, _ = w.Write(lease)
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("content-type", "application/json")
		w.WriteHeader(404)
		fmt.Fprint(w, `{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404}`)
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	go func() { _ = http.Serve(listener, mux) }()
	// By a name, for there to be something to resolve.
	return fmt.Sprintf("http://localhost:%d", listener.Addr().(*net.TCPAddr).Port)
}

func read(request *http.Request) []byte {
	var body bytes.Buffer
	_, err := body.ReadFrom(request.Body)
	check(err)
	return body.Bytes()
}

func certificate() string {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now(), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	check(err)
	keyDER, err := x509.MarshalECPrivateKey(key)
	check(err)
	folder, err := os.MkdirTemp("", "oracle")
	check(err)
	write := func(name, sort string, bytes []byte) {
		check(os.WriteFile(filepath.Join(folder, name), pem.EncodeToMemory(&pem.Block{Type: sort, Bytes: bytes}), 0o600))
	}
	write("tls.crt", "CERTIFICATE", der)
	write("tls.key", "EC PRIVATE KEY", keyDER)
	return folder
}

func freePort() int {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
