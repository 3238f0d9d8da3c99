package ui_test

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/audit"
	"usher/internal/emulator"
	"usher/ui"
	"usher/ui/actions"
)

// filledIn is what a person presses in a form before going on, keys and texts
// in quotes; those that are not here go on with what the form begins with.
func filledIn() map[string][]string {
	only := func(text string) []string { return []string{"ctrl+u", "\"" + text} }
	return map[string][]string{
		"user.create": only("new.person@example.com"), "user.update": only("Renamed"), "user.set_password": only("violet-tractor-9"),
		"user.verify_password": only(emulator.SamplePassword), "user.verify_totp": only("000000"),
		"identity.add_email": only("another@example.com"), "identity.add_phone": only("+1 415 555 0188"),
		"identity.check_code":    only("424242"),
		"identity.correct_email": only("corrected@example.com"), "identity.replace_email": only("only@example.com"),
		"identity.replace_phone": only("+14155550177"),
		"list.block":             only("bad@evil.example"), "list.allow": only("good@fine.example"), "list.remove": only("bad@evil.example"),
		"app.invite": only("invited.person@example.com"), "user.set_image": only("PICTURE"),
		"org.add":         {"enter", "wait", "enter"},
		"org.change_role": {"tab", "enter", "enter"},
	}
}

// firstly are the actions that have to be done before another makes sense.
func firstly() map[string]string {
	return map[string]string{
		"identity.check_code": "identity.send_code", "link.revoke": "user.sign_in_link", "list.remove": "list.block",
		"user.unban": "user.ban", "user.password_uncompromised": "user.password_compromised",
	}
}

// TestEveryActionByItsWord does every action as a person does: the word on the
// command line, what its form needs, and what its dialog asks for.
func TestEveryActionByItsWord(t *testing.T) {
	for _, act := range actions.All() {
		if !act.Mutates && len(act.Reads) == 0 {
			continue // it only looks
		}
		if act.ID == "user.delete_wallet" {
			continue // nobody of these few has a wallet to spare; the runner's tests have
		}
		t.Run(act.ID, func(t *testing.T) {
			scenario(t, setup{users: 80}, func(t *testing.T, r *rig) {
				if id, ok := firstly()[act.ID]; ok {
					r.doOnSomeone(t, row(t, id))
					r.Press("esc")
				}
				r.doOnSomeone(t, act)
			})
		})
	}
}

func row(t *testing.T, id string) actions.Action {
	t.Helper()
	act, ok := actions.ByID(id)
	require.True(t, ok, id)
	return act
}

// doOnSomeone does an action on the first user that it applies to, from the
// cursor on.
func (r *rig) doOnSomeone(t *testing.T, act actions.Action) {
	t.Helper()
	for range 60 {
		asked := len(r.log.Entries())
		r.Press(":")
		r.Type(ui.CommandWord(act))
		r.Press("enter")
		r.Advance(2 * time.Second)
		if r.through(t, act) {
			r.Advance(5 * time.Second)
			entries := r.log.Entries()[asked:]
			require.NotEmpty(t, entries, r.View())
			last := entries[len(entries)-1]
			assert.Equal(t, act.ID, last.Action)
			if last.Result == audit.Refused {
				// Such as the last way to sign in: another one has more.
				r.leave()
				continue
			}
			assert.Equal(t, audit.Done, last.Result, r.View())
			return
		}
		r.leave()
	}
	t.Fatalf("nobody for %s:\n%s", act.ID, r.View())
}

// leave closes what is open and goes to the next user.
func (r *rig) leave() {
	r.Press("x")
	for range 6 {
		if strings.Contains(r.View(), "esc ") {
			r.Press("esc")
		}
	}
	r.Press("j")
}

// fillIn presses what is given; a quote begins a text.
func (r *rig) fillIn(t *testing.T, keys []string) {
	t.Helper()
	for _, k := range keys {
		switch text, quoted := strings.CutPrefix(k, "\""); {
		case k == "wait":
			r.Advance(time.Second)
		case quoted && text == "PICTURE":
			path := filepath.Join(r.exports, "face.png")
			var b bytes.Buffer
			require.NoError(t, png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8))))
			require.NoError(t, os.WriteFile(path, b.Bytes(), 0o600))
			r.Type(path)
			r.Advance(time.Second)
		case quoted:
			r.Type(text)
		default:
			r.Press(k)
		}
	}
}

// through answers the form and the dialog of an action; false when there is
// neither.
func (r *rig) through(t *testing.T, act actions.Action) bool {
	t.Helper()
	if strings.Contains(r.View(), "^s review") { // the editor of metadata
		r.Press("ctrl+a", "ctrl+k")
		for range 30 {
			r.Press("ctrl+k", "delete")
		}
		r.Type(`{"plan":"changed"}`)
		r.Press("ctrl+s")
		r.Advance(time.Second)
	}
	if strings.Contains(r.View(), "[ go on ]") {
		r.fillIn(t, filledIn()[act.ID])
		r.Press("ctrl+s")
		r.Advance(2 * time.Second)
		if !strings.Contains(r.View(), "esc cancel") {
			return true // the form was the confirmation
		}
	}
	if m := regexp.MustCompile(`(?m)Type .* to go on:.*\n.*│ +(\S+) +│`).FindStringSubmatch(r.View()); m != nil {
		r.Type(m[1])
		r.Press("enter")
		return true
	}
	if strings.Contains(r.View(), " y ") && strings.Contains(r.View(), "esc cancel") {
		r.Press("y")
		return true
	}
	return strings.Contains(r.View(), "✓ ") && !act.Mutates
}
