package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/dustin/go-humanize"

	"usher/ui/actions"
	"usher/ui/components/toast"
	"usher/ui/runner"
)

// progressed tells how far a run is: of several requests, or of a file on its
// way.
func (a *App) progressed(p runner.Progress) tea.Cmd {
	if !a.runner.Pending(p.User) {
		return p.Next // it came after the end
	}
	a.toasts.DropKind(toast.Info)
	title := row(p.ActionID).Title
	if p.What == actions.ProgressBytes {
		return tea.Batch(p.Next, a.toast(toast.Info, title+": "+sentBytes(p.Done, p.Total)))
	}
	text := fmt.Sprintf("%s: %d of %d", title, p.Done, p.Total)
	if p.What != "" {
		text += " · " + p.What
	}
	return tea.Batch(p.Next, a.toast(toast.Info, text))
}

// sendCells is the length of the bar of a file on its way.
const sendCells = 10

// sentBytes is how much of a file is sent, as a bar, a part and in bytes.
func sentBytes(done, total int) string {
	done = min(max(done, 0), total)
	if total <= 0 || done == total {
		return "all of " + humanize.Bytes(uint64(max(total, 0))) + " sent, waiting for the answer"
	}
	filled := done * sendCells / total
	return fmt.Sprintf("%s%s %d %% · %s of %s", strings.Repeat("█", filled), strings.Repeat("░", sendCells-filled),
		done*100/total, humanize.Bytes(uint64(done)), humanize.Bytes(uint64(total)))
}
