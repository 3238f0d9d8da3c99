package form_test

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"usher/ui/components/form"
)

// passwords is a form that makes and rates a password.
func passwords(made *int) form.Options {
	return form.Options{ID: "p", Title: "Set a password", Fields: []form.Field{
		{
			ID: "password", Label: "New password", Kind: form.Secret, Required: true,
			Rate: func(secret string, values map[string]string) form.Gauge {
				g := form.Gauge{Level: min(len(secret)/4, 4), Of: 4, Word: "weak", Why: "short"}
				switch {
				case values["name"] != "" && strings.Contains(secret, values["name"]):
					g.Level, g.Word, g.Why = 0, "very weak", "contains the name"
				case g.Level == 4:
					g.Word, g.Why = "strong", ""
				}
				return g
			},
			Generate: func() (string, error) {
				*made++
				if *made == 3 {
					return "", errors.New("no entropy")
				}
				return fmt.Sprintf("made-by-usher-%04d", *made), nil
			},
		},
		{ID: "name", Label: "Name"},
	}}
}

func TestASecretIsRatedWhileTyping(t *testing.T) {
	var made int
	open(t, passwords(&made), 80, 24, func(r *rig) {
		r.Lacks("░")
		r.Type("alice")
		r.Contains("████░░░░░░  weak: short", "•••••")
		r.Lacks("alice")
		r.Type("alicealicealice")
		r.Contains("██████████  strong")
		r.Press("tab")
		r.Type("alice")
		r.Contains("██░░░░░░░░  very weak: contains the name")
	})
}

func TestAMadeSecretIsShownAndCopiedOnRequest(t *testing.T) {
	var made int
	open(t, passwords(&made), 80, 24, func(r *rig) {
		r.Contains("^g make one")
		r.Press("ctrl+y", "ctrl+r")
		assert.Empty(t, r.host.copies, "nothing was made yet")
		r.Press("ctrl+g")
		r.Contains("••••••••••••••••••", "██████████  strong", "^y copy", "^r show")
		r.Lacks("made-by-usher")
		r.Press("ctrl+s")
		r.Contains("✗ nobody has seen it yet: ^y copies it, ^r shows it")
		assert.Empty(t, r.host.results)

		r.Press("ctrl+r")
		r.Contains("made-by-usher-0001", "^r cover")
		r.Lacks("nobody has seen it")
		r.Press("tab")
		r.Lacks("made-by-usher")
		r.Press("shift+tab", "ctrl+g", "ctrl+y")
		if assert.Len(t, r.host.copies, 1) {
			assert.Equal(t, "made-by-usher-0002", r.host.copies[0].Value)
			var log strings.Builder
			slog.New(slog.NewTextHandler(&log, nil)).Info("x", "m", r.host.copies[0])
			assert.NotContains(t, fmt.Sprintf("%v %+v %#v %s", r.host.copies[0], r.host.copies[0], r.host.copies[0], log.String()), "usher-0002")
		}
		r.Press("ctrl+s")
		assert.Equal(t, "made-by-usher-0002", r.result().Values["password"])
	})
}

// What a person types is never uncovered, even where it was made before.
func TestATypedSecretIsNeverShown(t *testing.T) {
	var made int
	open(t, passwords(&made), 80, 24, func(r *rig) {
		r.Press("ctrl+g", "ctrl+r")
		r.Contains("made-by-usher-0001")
		r.Type("x")
		r.Lacks("made-by-usher")
		r.Press("ctrl+r")
		r.Lacks("made-by-usher")
		r.Press("ctrl+z", "ctrl+r")
		r.Lacks("made-by-usher")
		r.Press("ctrl+y")
		assert.Empty(t, r.host.copies)
	})
}

func TestASecretThatCannotBeMade(t *testing.T) {
	var made int
	open(t, passwords(&made), 80, 24, func(r *rig) {
		made = 2
		r.Press("ctrl+g")
		r.Contains("✗ could not be made: no entropy")
		r.Type("own")
		r.Lacks("could not be made")
	})
}

func TestForgottenIsForgotten(t *testing.T) {
	var made int
	open(t, passwords(&made), 80, 24, func(r *rig) {
		r.Press("ctrl+g", "ctrl+r", "ctrl+s")
		r.form.Forget()
		r.again(map[string]string{"password": "is known from a leak"})
		r.Contains("✗ is known from a leak", "type it again: it was not kept")
		r.Lacks("made-by-usher", "strong")
		r.Press("ctrl+r", "ctrl+y")
		r.Lacks("made-by-usher")
		assert.Empty(t, r.host.copies)
	})
}
