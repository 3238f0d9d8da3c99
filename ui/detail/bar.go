package detail

import (
	"usher/styles"
	"usher/ui/components/tabs"
)

// bar is the tab bar, drawn again only when the tab, the width or the theme
// changes.
type bar struct {
	tabs  *tabs.Tabs
	front int
	width int
	theme *styles.Styles
	line  string
}

// shortTitles are the titles where there is little room.
func shortTitles() map[TabID]string {
	return map[TabID]string{
		Overview: "Over", Organizations: "Orgs", Identities: "Ident", Security: "Sec",
		Sessions: "Sess", Metadata: "Meta", Activity: "Act", JSON: "JSON",
	}
}

func (b *bar) make(st *styles.Styles, list []tab) {
	short := shortTitles()
	all := make([]tabs.Tab, 0, len(list))
	for _, t := range list {
		all = append(all, tabs.Tab{ID: string(t.id()), Title: t.title(), Short: short[t.id()]})
	}
	b.tabs = tabs.New(st, all...)
}

// narrowest is the width below which tab bar and tabs tell nothing and are
// not drawn.
const narrowest = 16

func (b *bar) view(front, w int, st *styles.Styles) string {
	if w < narrowest {
		return ""
	}
	if b.front != front || b.width != w || b.theme != st || b.line == "" {
		b.tabs.SelectIndex(front)
		b.line = b.tabs.View(w)
		b.front, b.width, b.theme = front, w, st
	}
	return b.line
}
