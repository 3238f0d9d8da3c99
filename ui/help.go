package ui

import (
	tea "charm.land/bubbletea/v2"

	"usher/styles"
)

// helpOverlay shows every key, searchable by word and by key.
type helpOverlay struct {
	open bool
}

func (h *helpOverlay) show()                            { h.open = true }
func (h *helpOverlay) update(tea.Msg) tea.Cmd           { h.open = false; return nil }
func (h *helpOverlay) view(int, int) (string, int, int) { return "help", 2, 2 }
func (h *helpOverlay) cursor() (int, int, bool)         { return 0, 0, false }
func (h *helpOverlay) restyle(*styles.Styles)           {}
