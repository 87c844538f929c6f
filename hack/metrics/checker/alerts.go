package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/promql/promqltest"
	"github.com/prometheus/prometheus/rules"
	"go.yaml.in/yaml/v2"
)

// As much of the format of `promtool test rules` as is needed here; anything else is refused.
type alertTests struct {
	RuleFiles          []string       `yaml:"rule_files"`
	EvaluationInterval model.Duration `yaml:"evaluation_interval"`
	Tests              []alertTest    `yaml:"tests"`
}

type alertTest struct {
	Name        string         `yaml:"name"`
	Interval    model.Duration `yaml:"interval"`
	InputSeries []struct {
		Series string `yaml:"series"`
		Values string `yaml:"values"`
	} `yaml:"input_series"`
	Expectations []expectation `yaml:"promql_expr_test"`
}

type expectation struct {
	Expr     string         `yaml:"expr"`
	EvalTime model.Duration `yaml:"eval_time"`
	Samples  []struct {
		Labels string  `yaml:"labels"`
		Value  float64 `yaml:"value"`
	} `yaml:"exp_samples"`
}

// checkAlerts evaluates the rules as Prometheus would while the numbers go as the tests say.
func checkAlerts(rulesText, testsText string) (problems []string) {
	var all alertTests
	if err := yaml.UnmarshalStrict([]byte(testsText), &all); err != nil {
		return []string{"alert tests: " + err.Error()}
	}
	folder, err := os.MkdirTemp("", "alerts")
	if err != nil {
		return []string{err.Error()}
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "rules.yaml")
	if err := os.WriteFile(file, []byte(rulesText), 0o600); err != nil {
		return []string{err.Error()}
	}
	if len(all.Tests) == 0 {
		problems = append(problems, "there are no tests of alerts")
	}
	for _, test := range all.Tests {
		found, err := test.run(file, time.Duration(all.EvaluationInterval))
		if err != nil {
			found = append(found, err.Error())
		}
		for _, problem := range found {
			problems = append(problems, fmt.Sprintf("alerts: %s: %s", test.Name, problem))
		}
	}
	return problems
}

func (test alertTest) run(file string, interval time.Duration) (problems []string, err error) {
	load := fmt.Sprintf("load %s\n", test.Interval)
	for _, each := range test.InputSeries {
		load += fmt.Sprintf("  %s %s\n", each.Series, each.Values)
	}
	loader, err := promqltest.NewLazyLoader(load, promqltest.LazyLoaderOpts{EnableAtModifier: true, EnableNegativeOffset: true})
	if err != nil {
		return nil, err
	}
	defer loader.Close()
	manager := rules.NewManager(&rules.ManagerOptions{
		QueryFunc:  rules.EngineQueryFunc(loader.QueryEngine(), loader.Storage()),
		Appendable: loader.Storage(),
		Context:    context.Background(),
		NotifyFunc: func(context.Context, string, ...*rules.Alert) {},
		Logger:     slog.New(slog.DiscardHandler),
		Parser:     parser.NewParser(parser.Options{}),
	})
	byName, errs := manager.LoadGroups(interval, labels.EmptyLabels(), "", nil, false, file)
	if len(errs) > 0 {
		return nil, errs[0]
	}
	groups := make([]*rules.Group, 0, len(byName))
	for _, group := range byName {
		groups = append(groups, group)
		for _, rule := range group.AlertingRules() {
			// Else ALERTS is not written: the state of before the start would be looked for first.
			rule.SetRestored(true)
		}
	}
	end := time.Duration(0)
	for _, each := range test.Expectations {
		end = max(end, time.Duration(each.EvalTime))
	}
	for at := time.Unix(0, 0).UTC(); !at.After(time.Unix(0, 0).Add(end)); at = at.Add(interval) {
		loader.WithSamplesTill(at, func(failed error) {
			err = failed
			for _, group := range groups {
				group.Eval(loader.Context(), at)
				for _, rule := range group.Rules() {
					if rule.LastError() != nil {
						err = fmt.Errorf("%s: %w", rule.Name(), rule.LastError())
					}
				}
			}
		})
		if err != nil {
			return problems, err
		}
	}
	for _, each := range test.Expectations {
		problem, err := each.check(loader)
		if err != nil {
			return problems, err
		}
		problems = append(problems, problem...)
	}
	return problems, nil
}

func (expected expectation) check(loader *promqltest.LazyLoader) ([]string, error) {
	at := time.Unix(0, 0).UTC().Add(time.Duration(expected.EvalTime))
	query, err := loader.QueryEngine().NewInstantQuery(loader.Context(), loader.Queryable(), nil, expected.Expr, at)
	if err != nil {
		return nil, err
	}
	defer query.Close()
	result, err := query.Exec(loader.Context()).Vector()
	if err != nil {
		return nil, err
	}
	var found, wished []string
	for _, sample := range result {
		found = append(found, fmt.Sprintf("%s %v", sample.Metric, sample.F))
	}
	for _, sample := range expected.Samples {
		metric, err := parser.NewParser(parser.Options{}).ParseMetric(sample.Labels)
		if err != nil {
			return nil, err
		}
		wished = append(wished, fmt.Sprintf("%s %v", metric, sample.Value))
	}
	var problems []string
	for _, each := range wished {
		if !slices.Contains(found, each) {
			problems = append(problems, fmt.Sprintf("after %s there is no %s", expected.EvalTime, each))
		}
	}
	for _, each := range found {
		if !slices.Contains(wished, each) {
			problems = append(problems, fmt.Sprintf("after %s there is %s", expected.EvalTime, strings.TrimSpace(each)))
		}
	}
	return problems, nil
}
