// Asks Prometheus' own code what it says of our metrics, rules and queries: what `promtool check metrics`, `promtool check
// rules` and `promtool test rules` say, and whether it reads both text formats. It takes {"text", "openMetrics", "rules",
// "alertTests", "queries"} as JSON on standard input, prints what is wrong, a line each, and ends with 1 when anything is.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/model/textparse"
	"github.com/prometheus/prometheus/promql/parser"
)

type input struct {
	Text        string   `json:"text"`
	OpenMetrics string   `json:"openMetrics"`
	Rules       string   `json:"rules"`
	AlertTests  string   `json:"alertTests"`
	Queries     []string `json:"queries"`
}

func main() {
	var given input
	if err := json.NewDecoder(os.Stdin).Decode(&given); err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
	problems := append(checkText(given.Text), checkOpenMetrics(given.OpenMetrics)...)
	problems = append(problems, checkRules(given.Rules)...)
	problems = append(problems, checkAlerts(given.Rules, given.AlertTests)...)
	for _, query := range given.Queries {
		if _, err := parser.NewParser(parser.Options{}).ParseExpr(query); err != nil {
			problems = append(problems, fmt.Sprintf("query %s: %v", query, err))
		}
	}
	for _, problem := range problems {
		fmt.Println(problem)
	}
	if len(problems) > 0 {
		os.Exit(1)
	}
}

func checkText(text string) (problems []string) {
	found, err := promlint.New(strings.NewReader(text)).Lint()
	if err != nil {
		problems = append(problems, "text: "+err.Error())
	}
	for _, each := range found {
		problems = append(problems, "text: "+each.Metric+": "+each.Text)
	}
	reader := expfmt.NewTextParser(model.LegacyValidation)
	if _, err := reader.TextToMetricFamilies(strings.NewReader(text)); err != nil {
		problems = append(problems, "text: "+err.Error())
	}
	return problems
}

func checkOpenMetrics(text string) (problems []string) {
	reader := textparse.NewOpenMetricsParser([]byte(text), labels.NewSymbolTable())
	for {
		_, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return problems
		}
		if err != nil {
			return append(problems, "OpenMetrics: "+err.Error())
		}
	}
}

func checkRules(text string) (problems []string) {
	_, errs := rulefmt.Parse([]byte(text), false, model.LegacyValidation, parser.NewParser(parser.Options{}), slog.New(slog.DiscardHandler))
	for _, err := range errs {
		problems = append(problems, "rules: "+err.Error())
	}
	return problems
}
