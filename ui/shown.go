package ui

import (
	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/safetext"
	"usher/ui/actions"
	"usher/ui/components/reveal"
	"usher/ui/runner"
)

// show opens what an act brought and must be seen: a link, a token, a code to
// scan. It is shown once and forgotten when it closes.
func (a *App) show(s *actions.Show, u *api.User) tea.Cmd {
	o := reveal.Options{
		ID: dialogShow, Title: s.Title, Lines: s.Lines, QR: encodable(s.QR), For: s.For, Now: a.opts.Now, After: after,
	}
	if u != nil {
		o.Who = actions.Name(u)
	}
	for _, secret := range s.Secrets {
		o.Secrets = append(o.Secrets, reveal.Secret{
			Label: secret.Label, Text: safetext.Line(secret.Value.Reveal()), Value: secret.Value, Shown: secret.Revealed,
		})
	}
	d := reveal.New(a.styles, o)
	a.dialogs.Push(d, a.opener)
	return d.Start()
}

// encodable is what a QR code is made of: its modules are drawn, not its
// letters.
func encodable(s api.Secret) string {
	return s.Reveal().Unsafe() //nolint:forbidigo // encoded into black and white, never drawn as text
}

// copySecret puts an uncovered secret on the clipboard, which is told not to
// keep it where it can be told.
func (a *App) copySecret(c reveal.Copy) tea.Cmd {
	secret, ok := c.Value.(api.Secret)
	if !ok {
		return nil
	}
	return a.opts.Clipboard.CopySecret(c.Label, safetext.Clipboard(secret.Reveal()))
}

// dialogShow is the id of the dialog that shows what was made.
const dialogShow = "show"

// newest is the user as an act left it, else as it was before.
func newest(d runner.Done) *api.User {
	if d.Outcome.User != nil {
		return d.Outcome.User
	}
	return d.Before
}
