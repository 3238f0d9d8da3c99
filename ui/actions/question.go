package actions

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"usher/api"
	"usher/internal/safetext"
)

// question is what a dialog of most rows is made of.
type question struct {
	title, verb string
	level       Level
	writes      []Write
	does, not   []string
	in          Input
	form        *FormPrompt
}

// prompt is the dialog about u, who is nil for actions without a user.
func (q question) prompt(u *api.User, env Env) Prompt {
	p := Prompt{
		Title: q.title, Verb: q.verb, Does: q.does, DoesNot: q.not,
		Confirm: ConfirmYes, Input: q.in, Form: q.form,
	}
	var id api.ID
	if u != nil {
		id, p.Who = u.ID, who(u, env.Now)
	}
	if p.Sends = sendsFor(q.writes, id, q.in); len(p.Sends) == 0 {
		p.Sends = sends(id, q.writes)
	}
	if q.level >= Sensitive {
		p.Reason = reasonFor(env)
		p.NeedsReason = p.Reason == ReasonRequired
	}
	if q.level == Irreversible {
		p.Confirm, p.Expect = ConfirmTyped, expected(u)
	}
	return p
}

// expected is what has to be typed before something irreversible: the e-mail
// address, or the id where there is none that can be typed as it is shown.
func expected(u *api.User) string {
	if u == nil {
		return ""
	}
	if mail := u.PrimaryEmail(); !mail.Empty() {
		if s := safetext.Line(mail); mail.Is(s) && strings.TrimSpace(s) == s {
			return s
		}
	}
	return string(u.ID)
}

// raw is a foreign text as it is, to be edited in a field or sent back.
func raw(t api.Text) string {
	return t.Unsafe()
}

// line is a foreign text inside a sentence.
func line(t api.Text) string { return safetext.Truncate(safetext.Line(t), nameWidth) }

// count is "1 session" or "3 sessions".
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	if strings.HasSuffix(what, "s") {
		return fmt.Sprintf("%d %ses", n, what)
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// reread reads the user after a write whose answer holds none. A failing read
// does not make the write a failure: the page reads again.
func reread(ctx context.Context, b Backend, u *api.User, out Outcome) Outcome {
	now, err := b.GetUser(ctx, u.ID)
	if err != nil {
		out.Refetch = true
		return out
	}
	out.User = now
	return out
}

// NothingError says that there is nothing that the action could act on.
type NothingError struct{ What string } // a sentence, safe to draw

// Error is the sentence.
func (e *NothingError) Error() string { return e.What }

// Explanation is what errtext shows.
func (e *NothingError) Explanation() (title, what, do string) { return "Nothing to do", e.What, "" }

// NotSent tells the runner that there is nothing to settle.
func (e *NothingError) NotSent() bool { return true }

// PartialError says that a run of several requests did not do all of them.
type PartialError struct {
	What                  string // what was done to each: "revoked"
	Thing                 string // one of them: "session"
	Done, Failed, Unknown []Target
	Err                   error // of the first that failed
}

// Error counts.
func (e *PartialError) Error() string {
	return fmt.Sprintf("%d of %s %s: %v", len(e.Done), count(e.total(), e.Thing), e.What, e.Err)
}

// Unwrap returns the first failure.
func (e *PartialError) Unwrap() error { return e.Err }

func (e *PartialError) total() int { return len(e.Done) + len(e.Failed) + len(e.Unknown) }

// Explanation says exactly which.
func (e *PartialError) Explanation() (title, what, do string) {
	what = fmt.Sprintf("%d of %s %s.", len(e.Done), count(e.total(), e.Thing), e.What)
	if len(e.Failed) > 0 {
		what += " Not " + e.What + ": " + names(e.Failed) + "."
	}
	if len(e.Unknown) > 0 {
		what += " Not known, because the answer was lost: " + names(e.Unknown) + "."
	}
	return "Partly done", what, "Read the list again and repeat it for what is left."
}

func names(ts []Target) string {
	out := make([]string, len(ts))
	for i, t := range ts {
		out[i] = t.Name
		if t.Name != string(t.ID) {
			out[i] += " (" + string(t.ID) + ")"
		}
	}
	return listed(out, shownTargets)
}

// values are what a form was filled with.
type values map[string]string

func (v values) text(id string) string { return strings.TrimSpace(v[id]) }
func (v values) tick(id string) bool   { return v[id] == ticked }

// lines are the values of a field of lines, without empty ones.
func (v values) lines(id string) []string {
	var out []string
	for s := range strings.FieldsFuncSeq(v[id], func(r rune) bool { return r == '\n' || r == '\r' }) {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

const (
	ticked   = "true"
	unticked = "false"
)

func tickValue(on bool) string {
	if on {
		return ticked
	}
	return unticked
}

func bad(field, problem string) error { return &FieldError{Field: field, Problem: problem} }

// shownText is a value of a form in a change.
func shownText(s string) string {
	if s == "" {
		return "(none)"
	}
	return safetext.Truncate(safetext.String(s), valueWidth)
}

// change are the lines for one field that gets another value.
func change(field, from, to string) []DiffLine {
	var out []DiffLine
	if from != "" {
		out = append(out, diffLine('-', field, shownText(from)))
	}
	if to != "" {
		out = append(out, diffLine('+', field, shownText(to)))
	}
	return out
}

// pick finds the value of a field among its choices.
func pick(v values, field string, choices []FieldChoice) (FieldChoice, error) {
	id := v.text(field)
	i := slices.IndexFunc(choices, func(c FieldChoice) bool { return c.ID == id })
	switch {
	case id == "":
		return FieldChoice{}, bad(field, "choose one")
	case i < 0:
		return FieldChoice{}, bad(field, "is not one of the choices")
	case choices[i].Off != "":
		return FieldChoice{}, bad(field, choices[i].Off)
	}
	return choices[i], nil
}

// begin is the choice that a form starts with: the target when it is there,
// else the first that can be chosen when it is the only one.
func begin(choices []FieldChoice, target api.ID) string {
	var open []string
	for _, c := range choices {
		if c.Off == "" {
			if c.ID == string(target) {
				return c.ID
			}
			open = append(open, c.ID)
		}
	}
	if len(open) == 1 {
		return open[0]
	}
	return ""
}
