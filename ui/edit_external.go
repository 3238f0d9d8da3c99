package ui

import (
	tea "charm.land/bubbletea/v2"

	"usher/internal/drafts"
	"usher/internal/safetext"
	"usher/ui/actions"
	"usher/ui/components/docedit"
	"usher/ui/components/toast"
)

// editOutside opens a document in the person's own editor. The file is written
// outside of Update, and removed afterwards; should usher end before the
// editor does, the next start finds what was typed.
func (a *App) editOutside(msg docedit.External) tea.Cmd {
	if a.opts.EditorCommand == nil {
		return a.toast(toast.Info, "No editor is set: VISUAL or EDITOR in the environment names it")
	}
	s, so := a.recovery.store, drafts.Draft{}
	if u := a.recovery.user; u != nil && msg.Dialog == a.recovery.dialog {
		so = filed(u.ID, draft{
			action: a.asking.action.ID, name: actions.Name(u), saved: a.opts.Now(), base: u, edited: msg.Dialog.Edited(),
		})
	}
	return func() tea.Msg {
		file, err := s.Edit(msg.Document, msg.Text, so)
		if err != nil {
			return outsideDone{ask: msg, err: err}
		}
		return outsideReady{ask: msg, file: file}
	}
}

// outsideReady says that the file is there.
type outsideReady struct {
	ask  docedit.External
	file *drafts.Editing
}

// step gives the terminal away.
func (m outsideReady) step(a *App) tea.Cmd {
	return a.exec(a.opts.EditorCommand(m.file.Path()), func(err error) tea.Msg {
		done := outsideDone{ask: m.ask, err: err}
		if err == nil {
			done.text, done.err = m.file.Text()
		}
		done.left = m.file.Close()
		return done
	})
}

// outsideDone brings the text back; left says that the file is still there.
type outsideDone struct {
	ask       docedit.External
	text      string
	err, left error
}

func (m outsideDone) step(a *App) tea.Cmd {
	var said tea.Cmd
	if m.left != nil {
		said = a.toast(toast.Error, "The editor's file could not be removed: "+safetext.String(m.left.Error()))
	}
	if m.err != nil {
		return tea.Batch(said, a.toast(toast.Error, "The editor failed, the text is as it was: "+safetext.String(m.err.Error())))
	}
	return tea.Batch(said, m.ask.Dialog.TakeBack(m.ask.Document, m.text))
}
