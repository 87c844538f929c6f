// Prints what Kubernetes' own code answers about quantities, durations, times, ports or percentages, and selectors.
// The inputs are drawn from a fixed seed; `go run . > ../../../runtime/meta/testdata/as-in-go.json` writes the table anew.
package main

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand"
	"os"
	"strconv"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
)

var random = rand.New(rand.NewSource(20260101))

func of[T any](choices ...T) T { return choices[random.Intn(len(choices))] }

func text(alphabet string, most int) string {
	made := ""
	for n := random.Intn(most + 1); n > 0; n-- {
		made += string(alphabet[random.Intn(len(alphabet))])
	}
	return made
}

func number() string {
	digits := of(text("0123456789", 3), text("0123456789", 6), text("0123456789", 22), of("0", "1", "1024", "1000", "9223372036854775807"))
	if random.Intn(3) == 0 {
		digits += "." + of(text("0123456789", 3), text("05", 12), text("0123456789", 12))
	}
	return of("", "", "", "-", "+") + digits
}

func quantityText() string {
	switch random.Intn(12) {
	case 0:
		return text("0123456789.+-eEmkKMGi nu", 7)
	case 1:
		return number() + of("e", "E") + of("", "-", "+") + text("0123456789", 2)
	default:
		return number() + of("", "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")
	}
}

func whole(value int64) any {
	if value >= 1<<53 || value <= -(1<<53) {
		return nil
	}
	return value
}

func canonicalText(quantity resource.Quantity) string {
	number, suffix := quantity.CanonicalizeBytes(make([]byte, 0, 64))
	return string(number) + string(suffix)
}

func quantities() (texts, pairs []any) {
	var good []string
	for len(texts) < 1500 {
		input := quantityText()
		quantity, err := resource.ParseQuantity(input)
		if err != nil {
			if random.Intn(3) == 0 {
				texts = append(texts, []any{input})
			}
			continue
		}
		good = append(good, input)
		// String would answer what was read, where that was short.
		canonical := canonicalText(quantity)
		// Below zero, Value rounds long numbers otherwise than it says.
		fits := quantity.CmpInt64(math.MaxInt64/1000) < 0 && quantity.Sign() >= 0
		row := []any{input, canonical}
		if fits {
			row = append(row, whole(quantity.Value()), whole(quantity.MilliValue()))
		}
		texts = append(texts, row)
	}
	for len(pairs) < 700 {
		a, b := of(good...), of(good...)
		if random.Intn(10) == 0 {
			b = a
		}
		x, y := resource.MustParse(a), resource.MustParse(b)
		sum, difference := x.DeepCopy(), x.DeepCopy()
		sum.Add(y)
		difference.Sub(y)
		pairs = append(pairs, []any{a, b, x.Cmp(y), sum.String(), difference.String()})
	}
	return texts, pairs
}

func portsAndPercentages() (scaled, parsed []any) {
	for len(scaled) < 300 {
		var value intstr.IntOrString
		if random.Intn(4) == 0 {
			value = intstr.FromInt32(int32(random.Intn(300) - 100))
		} else {
			value = intstr.FromString(of("", "-", "+", " ") + of(strconv.Itoa(random.Intn(200)), "", "1.5", "0x1", "1_0", "http") + of("%", "%", "%", "%", "", "%%", " %"))
		}
		total := of(random.Intn(20), random.Intn(1000), 7, 100, 0)
		up, err := intstr.GetScaledValueFromIntOrPercent(&value, total, true)
		down, _ := intstr.GetScaledValueFromIntOrPercent(&value, total, false)
		if err != nil {
			scaled = append(scaled, []any{value, total})
		} else {
			scaled = append(scaled, []any{value, total, up, down})
		}
	}
	for len(parsed) < 100 {
		input := of("", "-", "+", " ") + of(strconv.Itoa(random.Intn(70000)), "2147483647", "2147483648", "007", "", "http", "80%", "1_0", "0x10")
		value := intstr.Parse(input)
		parsed = append(parsed, []any{input, value})
	}
	return scaled, parsed
}

func durations() (texts, printed []any) {
	unit := func() string { return of("ns", "us", "µs", "μs", "ms", "s", "m", "h") }
	for len(texts) < 600 {
		input := of("", "", "", "-", "+")
		for n := of(1, 1, 2, 3); n > 0; n-- {
			input += of(text("0123456789", 3), text("0123456789", 6), text("0123456789", 20), "9223372036854775807", "9223372036854775808") + of("", "", "."+text("0123456789", 4), "."+text("0123456789", 20)) + unit()
		}
		if random.Intn(8) == 0 {
			input = of("", "0", "-0", "+", "1", "1d", "1.", ".", ".s", "1.s", ".5s", "1h 2m", "1H", "inf", "1e3s", "-.5m", "s", "00", "+5s", "1h-2m", text("0123456789.hms-+", 6))
		}
		if duration, err := time.ParseDuration(input); err == nil {
			texts = append(texts, []any{input, strconv.FormatInt(int64(duration), 10), duration.String()})
		} else {
			texts = append(texts, []any{input})
		}
	}
	for len(printed) < 200 {
		nanoseconds := of(random.Int63(), random.Int63n(1e3), random.Int63n(1e6), random.Int63n(1e9), random.Int63n(1e12), random.Int63n(4000)*1e9, math.MaxInt64)
		if random.Intn(3) == 0 {
			nanoseconds = -nanoseconds
		}
		if random.Intn(100) == 0 {
			nanoseconds = math.MinInt64
		}
		printed = append(printed, []any{strconv.FormatInt(nanoseconds, 10), time.Duration(nanoseconds).String()})
	}
	return texts, printed
}

// Texts as a field of type Time or MicroTime reads them, and as it then prints them.
func times() (rows []any) {
	for len(rows) < 500 {
		two := func(most int) string { return fmt.Sprintf("%02d", random.Intn(most)) }
		input := of("1970", "2000", "2026", "0001", "1600", "9999", "0000", "2024", "12026", "99", "1969") + "-" + two(14) + "-" + two(33) + of("T", "T", "T", "T", "T", "T", "t", " ") + two(25) + ":" + two(61) + ":" + two(61)
		input += of("", "", "", "."+text("0123456789", 10), ","+text("0123456789", 3)) + of("Z", "Z", "Z", "z", "", "+00:00", "-00:00", "+02:00", "-07:30", "+23:59", "+24:00", "+0200", "+14:60")
		if random.Intn(12) == 0 {
			input = of("", "now", "2026-01-01", "2026-01-01T00:00Z", "2026-1-1T00:00:00Z", "2026-01-01T0:00:00Z", " 2026-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "2023-02-29T00:00:00Z", "2026-01-01T00:00:00ZZ")
		}
		quoted, _ := json.Marshal(input)
		var second metav1.Time
		var micro metav1.MicroTime
		row := []any{input}
		if second.UnmarshalJSON(quoted) == nil && input != "null" {
			printed, _ := second.MarshalJSON()
			row = append(row, strings.Trim(string(printed), `"`), strconv.FormatInt(second.UnixMilli(), 10))
		} else {
			row = append(row, nil, nil)
		}
		if micro.UnmarshalJSON(quoted) == nil {
			printed, _ := micro.MarshalJSON()
			row = append(row, strings.Trim(string(printed), `"`))
		}
		for len(row) > 1 && row[len(row)-1] == nil {
			row = row[:len(row)-1]
		}
		rows = append(rows, row)
	}
	return rows
}

var labelSets = []labels.Set{
	{}, {"a": "x"}, {"a": "y"}, {"a": ""}, {"b": "x"}, {"a": "x", "b": "y"}, {"a": "5"}, {"a": "-3", "n/c": "x"},
	{"a": "z", "in": "x"}, {"notin": "in", "b": "10"}, {"a": "in", "b": ""}, {"a": "9223372036854775807"},
}

func mask[T any](sets []T, matches func(T) bool) string {
	made := ""
	for _, set := range sets {
		if matches(set) {
			made += "1"
		} else {
			made += "0"
		}
	}
	return made
}

func labelSelectors() (texts, objects []any) {
	key := func() string {
		return of("a", "a", "a", "b", "b", "n/c", "in", "notin", "A.b-c_d", "exam_ple/a", "-a", "a-", "ex.com/", "/a", strings.Repeat("k", 64), strings.Repeat("d", 250)+".com/a", "")
	}
	value := func() string {
		return of("x", "y", "z", "", "5", "-3", "+4", "10", "in", "notin", "a.b", "a/b", "x-", strings.Repeat("v", 64), "9223372036854775808", "ü")
	}
	space := func() string { return of("", "", "", " ", "  ", "\t") }
	list := func() string {
		made := value()
		for n := random.Intn(3); n > 0; n-- {
			made += space() + "," + space() + value()
		}
		return made
	}
	requirement := func() string {
		k, v := key(), value()
		switch random.Intn(8) {
		case 0:
			return k
		case 1:
			return "!" + space() + k
		case 2, 3:
			return k + space() + of("=", "==", "!=") + space() + v
		case 4, 5:
			return k + " " + of("in", "notin", "IN", "exists") + space() + of("(", "(", "(", "(", "") + space() + list() + space() + of(")", ")", ")", ")", "", "))")
		case 6:
			return k + space() + of(">", "<", ">=") + space() + of(v, "5", "0", "-4")
		default:
			return text("ab!=<>(), xin", 8)
		}
	}
	for len(texts) < 1200 {
		made := []string{}
		for n := of(1, 1, 1, 2, 3); n > 0; n-- {
			made = append(made, requirement())
		}
		input := space() + strings.Join(made, of(",", ",", ",", " , ", "")) + of("", "", "", "", " ", ",")
		selector, err := labels.Parse(input)
		if err != nil {
			if random.Intn(3) == 0 {
				texts = append(texts, []any{input})
			}
			continue
		}
		texts = append(texts, []any{input, selector.String(), mask(labelSets, func(set labels.Set) bool { return selector.Matches(set) })})
	}
	for len(objects) < 300 {
		selector := metav1.LabelSelector{}
		for n := random.Intn(3); n > 0; n-- {
			if selector.MatchLabels == nil {
				selector.MatchLabels = map[string]string{}
			}
			selector.MatchLabels[of("a", "a", "b", "b", "n/c", key())] = of("x", "y", "", value())
		}
		for n := random.Intn(3); n > 0; n-- {
			expression := metav1.LabelSelectorRequirement{Key: of("a", "b", "a", "b", key()), Operator: of[metav1.LabelSelectorOperator]("In", "NotIn", "Exists", "DoesNotExist", "Gt", "=", "in")}
			if withValues := expression.Operator == "In" || expression.Operator == "NotIn"; withValues == (random.Intn(8) != 0) {
				for m := 1 + random.Intn(3); m > 0; m-- {
					expression.Values = append(expression.Values, of("x", "y", "z", "", value()))
				}
			}
			selector.MatchExpressions = append(selector.MatchExpressions, expression)
		}
		made, err := metav1.LabelSelectorAsSelector(&selector)
		if err != nil {
			objects = append(objects, []any{selector})
			continue
		}
		objects = append(objects, []any{selector, made.String(), mask(labelSets, func(set labels.Set) bool { return made.Matches(set) })})
	}
	return texts, objects
}

var fieldSets = []fields.Set{
	{}, {"metadata.name": "a"}, {"metadata.name": "b"}, {"spec.x": "a,b"}, {"spec.x": "a=b"}, {"spec.x": `a\b`},
	{"metadata.name": "a", "spec.x": ""}, {"metadata.name": "a", "spec.x": "1"}, {"spec.x": " a"},
}

func fieldSelectors() (rows []any) {
	for len(rows) < 500 {
		made := []string{}
		for n := of(1, 1, 2, 3); n > 0; n-- {
			term := of("metadata.name", "spec.x", "spec.x", " spec.x", "", "a b") + of("=", "==", "!=", "=", "!=", "", "<") + of("a", "b", "", "1", `a\,b`, `a\=b`, `a\\b`, `a\b`, `a=b`, ` a`, `a!b`, `\`)
			if random.Intn(8) == 0 {
				term = text(`a=!,\ b`, 7)
			}
			made = append(made, term)
		}
		input := strings.Join(made, ",") + of("", "", "", ",")
		selector, err := fields.ParseSelector(input)
		if err != nil {
			rows = append(rows, []any{input})
			continue
		}
		rows = append(rows, []any{input, selector.String(), mask(fieldSets, func(set fields.Set) bool { return selector.Matches(set) })})
	}
	return rows
}

func unique(rows []any) (left []any) {
	seen := map[string]bool{}
	for _, row := range rows {
		printed, _ := json.Marshal(row)
		if !seen[string(printed)] {
			left = append(left, row)
		}
		seen[string(printed)] = true
	}
	return left
}

func main() {
	table := map[string][]any{}
	table["quantities"], table["quantityPairs"] = quantities()
	table["scaledValues"], table["intOrStrings"] = portsAndPercentages()
	table["durations"], table["printedDurations"] = durations()
	table["times"] = times()
	table["labelSelectors"], table["labelSelectorObjects"] = labelSelectors()
	table["fieldSelectors"] = fieldSelectors()
	sets := map[string][]any{}
	for _, set := range labelSets {
		sets["labelSets"] = append(sets["labelSets"], set)
	}
	for _, set := range fieldSets {
		sets["fieldSets"] = append(sets["fieldSets"], set)
	}
	out := os.Stdout
	fmt.Fprint(out, "{")
	first := true
	print := func(name string, rows []any) {
		if !first {
			fmt.Fprint(out, ",")
		}
		first = false
		fmt.Fprintf(out, "\n%q: [", name)
		for at, row := range rows {
			encoder := &strings.Builder{}
			json := json.NewEncoder(encoder)
			json.SetEscapeHTML(false)
			if err := json.Encode(row); err != nil {
				panic(err)
			}
			if at > 0 {
				fmt.Fprint(out, ",")
			}
			fmt.Fprint(out, "\n", strings.TrimSpace(encoder.String()))
		}
		fmt.Fprint(out, "\n]")
	}
	for _, name := range []string{"labelSets", "fieldSets"} {
		print(name, sets[name])
	}
	for _, name := range []string{"quantities", "quantityPairs", "scaledValues", "intOrStrings", "durations", "printedDurations", "times", "labelSelectors", "labelSelectorObjects", "fieldSelectors"} {
		print(name, unique(table[name]))
	}
	fmt.Fprintln(out, "\n}")
}
