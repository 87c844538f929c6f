// The Redis operator on controller-runtime: what bench/runtime compares kubewright's with. It takes --kubeconfig.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"

	"go.uber.org/zap/zapcore"
	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

func main() {
	flag.Parse()
	config, err := ctrl.GetConfig()
	exitOn(err)
	config.QPS = -1
	counted := &counter{requests: map[string]int{}}
	config.Wrap(func(next http.RoundTripper) http.RoundTripper { return counted.over(next) })
	go counted.answer()
	exitOn(run(config))
}

func run(config *rest.Config) error {
	ctrl.SetLogger(zap.New(zap.Level(zapcore.WarnLevel)))
	scheme := runtime.NewScheme()
	if err := clientgoscheme.AddToScheme(scheme); err != nil {
		return err
	}
	addRedisToScheme(scheme)
	mgr, err := ctrl.NewManager(config, ctrl.Options{
		Scheme:                 scheme,
		Metrics:                metricsserver.Options{BindAddress: "0"},
		HealthProbeBindAddress: "0",
	})
	if err != nil {
		return err
	}
	reconciler := &redisReconciler{Client: mgr.GetClient(), scheme: scheme, events: mgr.GetEventRecorder("redis-operator")}
	if err := reconciler.setUp(mgr); err != nil {
		return err
	}
	return mgr.Start(ctrl.SetupSignalHandler())
}

// counter counts requests by sort, as bench/meter.ts does.
type counter struct {
	mutex    sync.Mutex
	requests map[string]int
}

func (c *counter) over(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(request *http.Request) (*http.Response, error) {
		sort := sortOf(request)
		c.mutex.Lock()
		c.requests[sort]++
		c.mutex.Unlock()
		return next.RoundTrip(request)
	})
}

// answer prints the counts, as one line of JSON, for each line on standard input.
func (c *counter) answer() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		c.mutex.Lock()
		text, _ := json.Marshal(c.requests)
		c.mutex.Unlock()
		fmt.Println(string(text))
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (r roundTripper) RoundTrip(request *http.Request) (*http.Response, error) { return r(request) }

func sortOf(request *http.Request) string {
	parts := strings.Split(request.URL.Path, "/")
	if strings.HasPrefix(request.URL.Path, "/api/") {
		parts = parts[3:]
	} else {
		parts = parts[min(4, len(parts)):]
	}
	if len(parts) > 2 && parts[0] == "namespaces" {
		parts = parts[2:]
	}
	parts = append(parts, "", "", "")
	verb := request.Method
	if request.URL.Query().Get("watch") == "true" {
		verb = "WATCH"
	} else if verb == http.MethodGet && parts[1] == "" {
		verb = "LIST"
	}
	if parts[2] != "" {
		return verb + " " + parts[0] + "/" + parts[2]
	}
	return verb + " " + parts[0]
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
