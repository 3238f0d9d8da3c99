package diagnose

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestVariantsFitOneRequest(t *testing.T) {
	m, ok := parseMailbox("Erin.Kirkby+shop@gmial.com")
	assert.True(t, ok)
	all := m.variants()
	assert.Equal(t, "erin.kirkby+shop@gmial.com", all[0])
	assert.Subset(t, all, []string{"erin.kirkby@gmial.com", "erinkirkby@gmail.com", "erin.kirkby@gmail.com", "eirn.kirkby@gmial.com", "erin.kirkby+shop@gmil.com"})
	assert.LessOrEqual(t, len(all), mostVariants)
	seen := map[string]bool{}
	for _, v := range all {
		assert.False(t, seen[v], v)
		seen[v] = true
	}
}

func TestVariantsKeepTheURLShort(t *testing.T) {
	m, ok := parseMailbox(strings.Repeat("é", 60) + "@" + strings.Repeat("ü", 60) + ".example")
	assert.True(t, ok)
	all := m.variants()
	assert.NotEmpty(t, all)
	assert.Less(t, len(url.Values{"email_address": all}.Encode()), 8000)
}

func TestProvidersAreRecognised(t *testing.T) {
	for label, want := range map[string]string{
		"gmial": "gmail", "gmal": "gmail", "gmaill": "gmail", "hotmial": "hotmail", "outlok": "outlook", "yaho": "yahoo", "iclould": "icloud",
		"gmail": "", "mail": "", "email": "", "ymail": "", "example": "", "acme": "",
	} {
		assert.Equal(t, want, provided(label), label)
	}
}

func TestListEntriesCover(t *testing.T) {
	for _, c := range []struct {
		entry, identifier string
		want              bool
	}{
		{"a@x.io", "a@x.io", true},
		{"a@x.io", "b@x.io", false},
		{"*@x.io", "b@x.io", true},
		{"*@x.io", "b@mail.x.io", false},
		{"*@x.io", "b@ax.io", false},
		{"*@*.x.io", "b@mail.x.io", true},
		{"*@*.x.io", "b@x.io", false},
		{"john*@x.io", "john1@x.io", false},
		{"+15555550199", "+15555550199", true},
		{"*@", "b@x.io", false},
		{"", "", false},
		{"*@x.io", "+15555550199", false},
	} {
		assert.Equal(t, c.want, covers(c.entry, c.identifier), "%s %s", c.entry, c.identifier)
	}
}

func TestNearness(t *testing.T) {
	at := func(s string) mailbox {
		m, ok := parseMailbox(s)
		assert.True(t, ok, s)
		return m
	}
	for _, c := range []struct {
		want, got string
		near      bool
	}{
		{"ada@gmail.com", "ada@googlemail.com", true},
		{"ada.lind@gmail.com", "adalind+x@gmail.com", true},
		{"ada@x.io", "ads@x.io", false}, // three letters leave no room for a slip
		{"info@acme.com", "info@globex.com", false},
		{"ada.lind@acme.com", "ada.lind@globex.com", true},
		{"ada.lind@acme.com", "bob.stone@acme.com", false},
		{"ada.lind@acme.com", "ada.lnid@acem.com", true},
	} {
		_, _, near := nearness(at(c.want), at(c.got))
		assert.Equal(t, c.near, near, "%s %s", c.want, c.got)
	}
}
