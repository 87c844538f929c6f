// Asks the API server's own packages about rules: a line of JSON in, a line of JSON out. record.ts runs it.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strconv"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/checker"
	"github.com/google/cel-go/common/types"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	schemacel "k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/model"
	kubejson "k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apimachinery/pkg/util/version"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	kubecel "k8s.io/apiserver/pkg/cel"
	"k8s.io/apiserver/pkg/cel/environment"
	"k8s.io/apiserver/pkg/cel/library"
)

// A rule at a schema; with a value it is evaluated as well.
type question struct {
	apiextensionsv1.ValidationRule
	Schema         *apiextensionsv1.JSONSchemaProps `json:"schema"`
	IsResourceRoot bool                             `json:"isResourceRoot"`
	Value          json.RawMessage                  `json:"value"`
	OldValue       json.RawMessage                  `json:"oldValue"`
}

type answer struct {
	Refused        string   `json:"refused,omitempty"`
	MessageRefused string   `json:"messageRefused,omitempty"`
	Type           string   `json:"type,omitempty"`
	UsesOldSelf    bool     `json:"usesOldSelf,omitempty"`
	Min            string   `json:"min,omitempty"`
	Max            string   `json:"max,omitempty"`
	Errors         []string `json:"errors"`
	Cost           int64    `json:"cost"`
}

var environments = environment.MustBaseEnvSet(environment.DefaultCompatibilityVersion())

func main() {
	if len(os.Args) > 1 {
		fmt.Println(environment.DefaultCompatibilityVersion())
		return
	}
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for {
		line, end := lines.ReadBytes('\n')
		if len(line) > 1 {
			var q question
			check(json.Unmarshal(line, &q))
			check(out.Encode(ask(q)))
		}
		if end != nil {
			return
		}
	}
}

func ask(q question) answer {
	schema := structuralSchema(q.Schema)
	schema.XValidations = apiextensionsv1.ValidationRules{q.ValidationRule}
	declared := model.SchemaDeclType(schema, q.IsResourceRoot)
	if declared == nil {
		panic("the schema has no type in CEL")
	}
	compiled, err := schemacel.Compile(schema, declared, celconfig.PerCallLimit, environments, schemacel.NewExpressionsEnvLoader())
	check(err)
	result := compiled[0]
	a := answer{UsesOldSelf: result.UsesOldSelf, Errors: []string{}}
	if result.MessageExpressionError != nil {
		a.MessageRefused = result.MessageExpressionError.Detail
	}
	if result.Error != nil {
		a.Refused = result.Error.Detail
		return a
	}
	describe(q, declared, &a)
	if q.Value != nil {
		evaluate(q, schema, &a)
	}
	return a
}

func structuralSchema(written *apiextensionsv1.JSONSchemaProps) *structural.Structural {
	internal := &apiextensions.JSONSchemaProps{}
	check(apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(written, internal, nil))
	schema, err := structural.NewStructural(internal)
	check(err)
	return schema
}

// The type and the least cost, which the API server keeps to itself.
func describe(q question, declared *kubecel.DeclType, a *answer) {
	self := declared.MaybeAssignTypeName("selfType")
	old := self.CelType()
	if q.OptionalOldSelf != nil && *q.OptionalOldSelf {
		old = types.NewOptionalType(old)
	}
	set, err := environments.Extend(environment.VersionedOptions{
		IntroducedVersion: version.MajorMinor(1, 0),
		EnvOptions:        []cel.EnvOption{cel.Variable("self", self.CelType()), cel.Variable("oldSelf", old)},
		DeclTypes:         []*kubecel.DeclType{self},
	})
	check(err)
	env := set.NewExpressionsEnv()
	tree, issues := env.Compile(q.Rule)
	check(issues.Err())
	a.Type = checker.FormatCELType(tree.OutputType())
	estimate, err := env.EstimateCost(tree, &library.CostEstimator{SizeEstimator: sizesOf{self}})
	check(err)
	a.Min, a.Max = strconv.FormatUint(estimate.Min, 10), strconv.FormatUint(estimate.Max, 10)
}

func evaluate(q question, schema *structural.Structural, a *answer) {
	value, old := parsed(q.Value), parsed(q.OldValue)
	validator := schemacel.NewValidator(schema, q.IsResourceRoot, celconfig.PerCallLimit)
	errors, left := validator.Validate(context.Background(), nil, schema, value, old, celconfig.RuntimeCELCostBudget)
	for _, each := range errors {
		a.Errors = append(a.Errors, each.Error())
	}
	a.Cost = celconfig.RuntimeCELCostBudget - left
}

// Whole numbers stay whole, as the API server reads them.
func parsed(text json.RawMessage) (value any) {
	if text != nil {
		check(kubejson.Unmarshal(text, &value))
	}
	return value
}

// Tells how large what a rule reads can be, by the bounds in the schema.
type sizesOf struct{ root *kubecel.DeclType }

func (sizes sizesOf) EstimateSize(node checker.AstNode) *checker.SizeEstimate {
	if len(node.Path()) == 0 {
		return nil
	}
	at := sizes.root
	for _, step := range node.Path()[1:] {
		if at = inside(at, step); at == nil {
			return nil
		}
	}
	return &checker.SizeEstimate{Max: uint64(at.MaxElements)}
}

func inside(of *kubecel.DeclType, step string) *kubecel.DeclType {
	switch step {
	case "@items", "@values":
		return of.ElemType
	case "@keys":
		return of.KeyType
	}
	if field, found := of.Fields[step]; found {
		return field.Type
	}
	return nil
}

func (sizesOf) EstimateCallCost(string, string, *checker.AstNode, []checker.AstNode) *checker.CallEstimate {
	return nil
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
