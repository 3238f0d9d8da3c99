package phone

import (
	"cmp"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	_ "usher/internal/uitest" // for -update
)

func lookupUpdate() bool { return slices.Contains(os.Args, "-update") }

// The table is what the library's metadata says; go test -update writes it
// anew after the library was updated.
func TestTableIsFresh(t *testing.T) {
	all, err := phonenumbers.MetadataCollection()
	require.NoError(t, err)
	want := write(all.GetMetadata())
	if lookupUpdate() {
		require.NoError(t, os.WriteFile("regions.txt", []byte(want), 0o600))
		return
	}
	assert.Equal(t, want, table, "go test -update rewrites it")
}

func write(list []*phonenumbers.PhoneMetadata) string {
	list = slices.Clone(list)
	main := func(m *phonenumbers.PhoneMetadata) int {
		if m.GetMainCountryForCode() {
			return 0
		}
		return 1
	}
	slices.SortFunc(list, func(a, b *phonenumbers.PhoneMetadata) int {
		return cmp.Or(cmp.Compare(a.GetCountryCode(), b.GetCountryCode()), cmp.Compare(main(a), main(b)), cmp.Compare(a.GetId(), b.GetId()))
	})
	group := regexp.MustCompile(`\$(\d)`)
	var b strings.Builder
	b.WriteString("# Phone numbering plans, from the metadata of libphonenumber (Apache License 2.0). Made by go test -update.\n")
	for _, m := range list {
		d := m.GetGeneralDesc()
		line := strings.Join([]string{
			fmt.Sprint(m.GetCountryCode()), m.GetId(), m.GetInternationalPrefix(), m.GetNationalPrefixForParsing(),
			group.ReplaceAllString(m.GetNationalPrefixTransformRule(), "$${$1}"),
			lengthsText(d.GetPossibleLength()), lengthsText(d.GetPossibleLengthLocalOnly()), d.GetNationalNumberPattern(),
		}, "\t")
		fmt.Fprintln(&b, line)
	}
	return b.String()
}

func lengthsText(list []int32) string {
	return strings.Trim(fmt.Sprint(list), "[]")
}

func TestEveryLineCompiles(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(table), "\n")[1:]
	require.Greater(t, len(lines), 240)
	for _, l := range lines {
		f := strings.Split(l, "\t")
		require.Len(t, f, fields, l)
		assert.NotPanics(t, func() { compile(f) }, l)
		assert.Equal(t, l, strings.Join(byCodeRegion(t, f[fieldCode], f[fieldRegion]).line, "\t"))
	}
}

func byCodeRegion(t *testing.T, code, region string) *Region {
	t.Helper()
	if r, ok := In(region); ok {
		return r
	}
	r := (&Region{}).byCode(code)
	require.NotNil(t, r, code)
	return r
}
