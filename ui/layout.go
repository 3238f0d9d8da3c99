package ui

import "image"

// The smallest terminal that can be worked in, and the widths at which the
// layout changes.
const (
	minWidth, minHeight = 60, 15
	besideWidth         = 120 // list and detail side by side
	belowWidth          = 80  // detail below the list, when it is high enough
	belowHeight         = 36
	maxDetail           = 84
	ruleWidth           = 2 // the line between list and detail, and a blank
)

// arrangement is how list and detail share the body.
type arrangement int

const (
	tooSmall arrangement = iota
	single               // one pane at a time
	below                // detail under the list
	beside               // list and detail side by side
)

// layout holds the rectangles of one frame. An empty rectangle is not drawn.
type layout struct {
	arrangement arrangement
	header      image.Rectangle
	views       image.Rectangle
	search      image.Rectangle
	list        image.Rectangle // rows with their head line
	status      image.Rectangle // the line under the list
	detail      image.Rectangle
	rule        image.Rectangle // the line between list and detail
	footer      image.Rectangle
}

// panes is what the person has chosen to see.
type panes struct {
	detail bool // the detail pane is open
	inside bool // the detail pane has the keyboard
	zoom   bool // the pane with the keyboard takes the body
}

func arrange(w, h int, p panes) layout {
	if w < minWidth || h < minHeight {
		return layout{}
	}
	l := layout{
		arrangement: single,
		header:      image.Rect(0, 0, w, 1),
		views:       image.Rect(0, 1, w, 2),
		search:      image.Rect(0, 2, w, 3),
		footer:      image.Rect(0, h-1, w, h),
	}
	body := image.Rect(0, 3, w, h-1)
	switch {
	case w >= besideWidth:
		l.arrangement = beside
	case w >= belowWidth && h >= belowHeight:
		l.arrangement = below
	}
	switch {
	case !p.detail || p.zoom && !p.inside:
		l.setList(body)
	case p.zoom || l.arrangement == single && p.inside:
		l.detail = body
	case l.arrangement == single:
		l.setList(body)
	case l.arrangement == below:
		cut := body.Min.Y + body.Dy()*45/100
		l.setList(image.Rect(0, body.Min.Y, w, cut))
		l.rule = image.Rect(0, cut, w, cut+1)
		l.detail = image.Rect(0, cut+1, w, body.Max.Y)
	default:
		cut := w - detailWidth(w)
		l.setList(image.Rect(0, body.Min.Y, cut-ruleWidth, body.Max.Y))
		// The card of the detail stands beside views and search, so that rows
		// share their lines with its body only: while that is blank the
		// terminal can scroll them.
		l.views.Max.X, l.search.Max.X = cut-ruleWidth, cut-ruleWidth
		l.rule = image.Rect(cut-ruleWidth, l.views.Min.Y, cut, body.Max.Y)
		l.detail = image.Rect(cut, l.views.Min.Y, w, body.Max.Y)
	}
	return l
}

func (l *layout) setList(r image.Rectangle) {
	l.list = image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Max.Y-1)
	l.status = image.Rect(r.Min.X, r.Max.Y-1, r.Max.X, r.Max.Y)
}

// detailWidth leaves the list the larger part.
func detailWidth(w int) int { return min(w*36/100, maxDetail) }
