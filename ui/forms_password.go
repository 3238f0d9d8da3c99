package ui

import (
	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/safetext"
	"usher/internal/strength"
	"usher/ui/components/form"
)

// rate tells what a new password is worth for somebody with these texts of
// their own, and with what is typed beside it.
func (a *App) rate(own []api.Text) func(string, map[string]string) form.Gauge {
	return func(password string, values map[string]string) form.Gauge {
		texts := make([]string, 0, len(own)+len(values))
		for _, t := range own {
			texts = append(texts, safetext.Line(t))
		}
		for _, id := range []string{"email_address", "phone_number", "first_name", "last_name", "username", "external_id"} {
			texts = append(texts, values[id])
		}
		s := a.strength.Rate(password, texts)
		return form.Gauge{Level: s.Level, Of: strength.Levels, Word: s.Word, Why: s.Why}
	}
}

// generate makes a password; it reads the random source of the system.
func (a *App) generate() (string, error) { return strength.Generate(a.opts.Random) }

// copyMade puts a password that a form has made on the clipboard.
func (a *App) copyMade(m form.CopyMsg) tea.Cmd {
	return a.opts.Clipboard.CopySecret("password", safetext.Clipboard(api.NewSecret(m.Value).Reveal()))
}
