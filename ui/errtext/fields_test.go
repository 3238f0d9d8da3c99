package errtext_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"usher/ui/errtext"
)

// A refused password is explained at its field, whether the answer names the
// parameter or not.
func TestPasswordRefusals(t *testing.T) {
	for code, want := range map[string]string{
		"form_password_pwned":                  "leaked somewhere",
		"form_password_length_too_short":       "too short. The server's words.",
		"form_password_not_strong_enough":      "too easy to guess for this instance. The server's words.",
		"form_password_matches_identifier":     "own names or addresses",
		"form_password_size_in_bytes_exceeded": "at most 72",
		"form_password_of_the_future":          "The server's words.",
	} {
		for _, param := range []string{"password", ""} {
			n := errtext.Explain(answer(422, code, "The server's words", param, ""))
			assert.Contains(t, n.Fields["password"], want, code)
			assert.Len(t, n.Fields, 1, code)
		}
	}
	n := errtext.Explain(answer(422, "form_password_not_strong_enough", "Weak", "password",
		`{"zxcvbn":{"suggestions":[{"code":"a","message":"Add another word or two."},{"code":"b","message":"Avoid\u001b[31m years."}]}}`))
	assert.Contains(t, n.Fields["password"], "Add another word or two.")
	assert.Contains(t, n.Fields["password"], "Avoid")
	assert.NotContains(t, n.Fields["password"], "\x1b")
}

func TestAllMissingParametersAreNamed(t *testing.T) {
	n := errtext.Explain(answer(422, "form_data_missing", "One of them must be included", "", `{"param_names":["username","phone_number"]}`))
	assert.Equal(t, map[string]string{"username": "One of them must be included.", "phone_number": "One of them must be included."}, n.Fields)
}
