package safetext_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"usher/api"
	"usher/internal/safetext"
)

func TestClipboardKeepsTextAndDropsWhatRuns(t *testing.T) {
	for in, want := range map[string]string{
		"alice@acme.example":       "alice@acme.example",
		"李小龍 👩‍👩‍👧":                "李小龍 👩‍👩‍👧",
		"rm -rf /\n":               "rm -rf / ",
		"a\x1b]52;c;Zm9v\x07b":     "a]52;c;Zm9vb",
		"abc\u202egnp.exe":         "abcgnp.exe",
		"{\n\t\"a\": 1\n}":         "{  \"a\": 1 }",
		"bad\xffbytes\u009b31mred": "badbytes31mred",
	} {
		assert.Equal(t, want, safetext.Clipboard(api.NewText(in)))
	}
}
