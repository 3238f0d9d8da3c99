package form_test

import (
	"fmt"
	"testing"

	"usher/internal/uitest"
	"usher/ui/components/form"
)

// look keeps what a form looks like at the sizes that count.
func look(t *testing.T, name string, o form.Options, play func(r *rig)) {
	t.Helper()
	for _, s := range [][2]int{{60, 15}, {80, 24}, {120, 40}} {
		file := fmt.Sprintf("%s-%dx%d", name, s[0], s[1])
		t.Run(file, func(t *testing.T) {
			open(t, o, s[0], s[1], func(r *rig) {
				play(r)
				uitest.Golden(t, file, r.View())
			})
		})
	}
}

func TestLooks(t *testing.T) {
	look(t, "empty", createUser(), func(*rig) {})
	look(t, "filled", createUser(), func(r *rig) {
		r.Type("Alice")
		r.Press("tab")
		r.Type("Johnson")
		r.Press("tab")
		r.Paste("alice@acme.example\nalice@home.example")
		r.Press("tab", "tab")
		r.Type("correct horse")
		r.Press("tab", "space", "tab", "tab")
		r.Paste(`{"plan": "pro",`)
	})
	look(t, "errors", createUser(), func(r *rig) {
		r.Press("ctrl+s")
	})
	look(t, "refused", createUser(), func(r *rig) {
		r.form.SetErrors(map[string]string{
			"email_address[0]": "That email address is taken. Please try another.",
			"password":         "Password has been found in an online data breach. For account safety, please use a different password.",
			"phone_number":     "is required by this instance",
			"":                 "The request was refused",
		})
	})
	look(t, "choice", createUser(), func(r *rig) {
		r.Press("tab", "tab", "tab", "tab", "tab", "tab", "enter", "down", "down")
	})
	look(t, "submit", createUser(), func(r *rig) { r.Press("shift+tab") })
}

func TestLookOfFiles(t *testing.T) {
	_, o := shelf(t)
	look(t, "file", o, func(r *rig) {
		r.Type("~/pictures/al")
		r.Press("tab")
	})
}
