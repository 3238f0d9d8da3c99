package ui

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/ui/components/docedit"
	"usher/ui/components/toast"
)

// maxOutside bounds what is read back from an editor, in bytes: far more than
// any metadata may hold, so that what is too large is still shown as such.
const maxOutside = 1 << 20

// editOutside opens a document in the person's own editor. The file is written
// outside of Update, 0600 in a folder 0700 that is removed afterwards.
func (a *App) editOutside(msg docedit.External) tea.Cmd {
	if a.opts.EditorCommand == nil {
		return a.toast(toast.Info, "No editor is set: VISUAL or EDITOR in the environment names it")
	}
	return func() tea.Msg {
		dir, err := os.MkdirTemp("", "usher-edit-")
		if err != nil {
			return outsideDone{ask: msg, err: fmt.Errorf("make a folder for the editor: %w", err)}
		}
		path := filepath.Join(dir, msg.Document+".json")
		if err := os.WriteFile(path, []byte(msg.Text+"\n"), 0o600); err != nil {
			err = errors.Join(fmt.Errorf("write the file for the editor: %w", err), os.RemoveAll(dir))
			return outsideDone{ask: msg, err: err}
		}
		return outsideReady{ask: msg, path: path}
	}
}

// outsideReady says that the file is there.
type outsideReady struct {
	ask  docedit.External
	path string
}

// step gives the terminal away.
func (m outsideReady) step(a *App) tea.Cmd {
	return a.exec(a.opts.EditorCommand(m.path), func(err error) tea.Msg {
		done := outsideDone{ask: m.ask, err: err}
		if err == nil {
			done.text, done.err = readBack(m.path)
		}
		if err := os.RemoveAll(filepath.Dir(m.path)); err != nil {
			done.left = err
		}
		return done
	})
}

func readBack(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("read the edited file: %w", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxOutside+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("read the edited file: %w", err)
	case len(b) > maxOutside:
		return "", errors.New("the edited file is larger than 1 MB")
	case !utf8.Valid(b):
		return "", errors.New("the edited file is not UTF-8")
	}
	return strings.TrimRight(string(b), "\r\n"), nil
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
