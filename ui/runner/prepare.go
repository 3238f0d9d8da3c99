package runner

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/ui/actions"
	"usher/ui/errtext"
)

// prepareTime bounds the reads before a dialog.
const prepareTime = 20 * time.Second

// Prepared is the message that a command of Prepare ends with.
type Prepared struct {
	ActionID string
	User     *api.User // as it was asked for; nil for an action without a user
	Prompt   actions.Prompt
	// Err says that there is no dialog; Notice explains it, and Text is the
	// sentence for a toast, safe to draw; "" is silence.
	Err    error
	Notice errtext.Notice
	Text   string
}

// Prepare returns the command that reads what the dialog of an action needs.
// It ends with a Prepared, also when the action is refused or ctx is over.
func (r *Runner) Prepare(ctx context.Context, a actions.Action, u *api.User) tea.Cmd {
	env := r.Env()
	p := Prepared{ActionID: a.ID, User: u}
	refusal := r.refuse(a, u)
	return func() tea.Msg {
		if refusal != nil {
			p.Err, p.Notice, p.Text = refusal, errtext.Explain(refusal), refusal.Text
			return p
		}
		ctx, cancel := context.WithTimeout(ctx, prepareTime)
		defer cancel()
		defer context.AfterFunc(r.base, cancel)()
		p.Prompt, p.Err = a.Prepare(ctx, r.deps.Backend, u, env)
		if p.Err != nil {
			p.Notice = errtext.Explain(p.Err)
			p.Text = failed(job{action: a, user: u}, p.Notice)
			if nothing, ok := errors.AsType[*actions.NothingError](p.Err); ok {
				p.Text = nothing.What
			}
		}
		return p
	}
}

// Search is the command that looks for the choices of a field; done makes the
// message of the answer.
func (r *Runner) Search(ctx context.Context, f actions.FormField, text string, done func([]actions.FieldChoice, error) tea.Msg) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, prepareTime)
		defer cancel()
		return done(f.Search(ctx, r.deps.Backend, text))
	}
}

// Progress tells how far a run of several requests is. The page returns Next
// from Update to hear the following one.
type Progress struct {
	ActionID    string
	User        api.ID
	Done, Total int
	What        string // safe to draw
	Next        tea.Cmd
}

// reporting runs a job together with a command that hears of its progress.
func (r *Runner) reporting(j job) tea.Cmd {
	news := make(chan Progress, 1)
	over := make(chan struct{})
	j.input.Progress = func(done, total int, what string) {
		p := Progress{ActionID: j.action.ID, User: j.userID(), Done: done, Total: total, What: what}
		for { // only the latest counts
			select {
			case news <- p:
				return
			default:
			}
			select {
			case <-news:
			default:
			}
		}
	}
	var hear tea.Cmd
	hear = func() tea.Msg {
		select {
		case p := <-news:
			p.Next = hear
			return p
		case <-over:
			return nil
		}
	}
	work := func() tea.Msg {
		defer close(over)
		return r.start(j)
	}
	return tea.Batch(work, hear)
}
