// Package styles holds how everything looks: role tokens become named styles.
// Other packages name a role and never a colour.
package styles

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// Mode tells whether the terminal's ground is dark or light.
type Mode int

// The modes. Dark is assumed until the terminal says otherwise.
const (
	Dark Mode = iota
	Light
)

// Palette is a set of colours.
type Palette int

// The palettes. None draws with bold, reverse and underline alone, for
// NO_COLOR.
const (
	Default Palette = iota
	ANSI16
	None
	ColorBlind
)

// Theme is what the styles are built from.
type Theme struct {
	Mode    Mode
	Palette Palette
	// Cells is how the renderer counts cells: ansi.WcWidth until the terminal
	// reports mode 2027, then ansi.GraphemeWidth.
	Cells ansi.Method
}

// Paint is a style for hot paths: two strings to write around a text.
type Paint struct{ Open, Close string }

// Apply writes the paint around s. The zero Paint leaves s as it is.
func (p Paint) Apply(s string) string {
	if p.Open == "" || s == "" {
		return s
	}
	return p.Open + s + p.Close
}

// Paints are the roles as [Paint].
type Paints struct {
	Text, Strong, Muted, Faint, Accent, Title Paint
	Success, Warning, Danger, Info, Match     Paint
	// Wrong marks a word that is not understood: its line tells it without
	// colours.
	Wrong Paint

	// States of a user, always beside their word.
	Active, Banned, Locked, Deprovisioned Paint

	Key, KeyDesc, Border, BorderFocus Paint
	ColumnHead, Selected, Pending     Paint
	Tab, TabActive                    Paint

	Demo, Development, Production, ReadOnly, Writing Paint

	Input, Prompt, Placeholder, Cursor Paint

	JSONKey, JSONString, JSONNumber, JSONWord, JSONPunct Paint
	Added, Removed                                       Paint

	// Code is for dark modules on light ground; empty without colours.
	Code Paint
}

// Styles are the named styles of one theme. They are immutable: a new theme
// is a new *Styles, so a component may compare pointers to see a change.
type Styles struct {
	Theme Theme
	// Cells is Theme.Cells, for safetext's functions that end in By.
	Cells ansi.Method
	// P are the same roles as cheap SGR strings.
	P Paints

	Text, Strong, Muted, Faint, Accent, Title lipgloss.Style
	Success, Warning, Danger, Info, Match     lipgloss.Style
	Wrong                                     lipgloss.Style

	Active, Banned, Locked, Deprovisioned lipgloss.Style

	Header, Key, KeyDesc, Border, BorderFocus lipgloss.Style
	ColumnHead, Row, RowSelected, RowPending  lipgloss.Style
	Dim, Tab, TabActive                       lipgloss.Style

	BadgeDemo, BadgeDevelopment, BadgeProduction, BadgeReadOnly, BadgeWriting lipgloss.Style

	Input, Prompt, Placeholder, Cursor lipgloss.Style

	JSONKey, JSONString, JSONNumber, JSONWord, JSONPunct lipgloss.Style
	DiffAdded, DiffRemoved                               lipgloss.Style

	Code lipgloss.Style
}

// New builds the styles of a theme.
func New(t Theme) *Styles {
	p := choose(t)
	s := &Styles{Theme: t, Cells: t.Cells}
	s.roles(p)
	s.rows(p, t)
	s.badges(p, t)
	s.inputs(p, t)
	s.paints()
	return s
}

func (s *Styles) roles(p palette) {
	plain := lipgloss.NewStyle()
	s.Text, s.Strong = plain, plain.Bold(true)
	s.Muted, s.Faint = plain.Foreground(orNone(p.muted)), plain.Foreground(orNone(p.faint))
	if p.faint == nil {
		s.Faint = plain.Faint(true)
	}
	s.Accent = plain.Foreground(orNone(p.accent))
	s.Title = plain.Bold(true).Foreground(orNone(p.accent))
	s.Success = plain.Foreground(orNone(p.success))
	s.Warning = plain.Foreground(orNone(p.warning))
	s.Danger = plain.Foreground(orNone(p.danger))
	if p.danger == nil {
		s.Danger, s.Warning = plain.Bold(true), plain.Bold(true)
	}
	s.Wrong = s.Danger.Underline(true)
	s.Info = plain.Foreground(orNone(p.info))
	s.Match = plain.Underline(true).Foreground(orNone(p.match)).Background(orNone(p.matchBack))

	s.Active = s.Muted
	s.Banned = s.Danger
	s.Locked = s.Warning
	s.Deprovisioned = s.Faint

	s.JSONKey = plain.Foreground(orNone(p.jsonKey))
	s.JSONString = plain.Foreground(orNone(p.jsonString))
	s.JSONNumber = plain.Foreground(orNone(p.jsonNumber))
	s.JSONWord = plain.Foreground(orNone(p.jsonWord))
	s.JSONPunct = s.Faint
	s.DiffAdded, s.DiffRemoved = s.Success, s.Danger
	s.Code = plain.Foreground(orNone(p.codeDark)).Background(orNone(p.codeLight))
}

func (s *Styles) rows(p palette, t Theme) {
	plain := lipgloss.NewStyle()
	s.Header = s.Strong
	s.Key, s.KeyDesc = s.Accent, s.Muted
	if t.Palette == None {
		s.Key = s.Strong
	}
	s.Border, s.BorderFocus = plain.Foreground(orNone(p.border)), plain.Foreground(orNone(p.borderFocus))
	s.ColumnHead = s.Faint
	s.Row, s.Dim = plain, s.Faint
	s.RowSelected = plain.Bold(true).Foreground(orNone(p.selectionText)).Background(orNone(p.selection))
	if p.selection == nil {
		s.RowSelected = plain.Reverse(true)
	}
	s.RowPending = s.Faint.Italic(true)
	s.Tab, s.TabActive = s.Muted, s.Title.Underline(true)
}

func (s *Styles) badges(p palette, t Theme) {
	badge := func(ground lipgloss.Style) lipgloss.Style {
		if t.Palette == None {
			return lipgloss.NewStyle().Bold(true).Reverse(true)
		}
		return ground.Bold(true).Foreground(orNone(p.onBadge))
	}
	plain := lipgloss.NewStyle()
	s.BadgeDemo = badge(plain.Background(orNone(p.demo)))
	s.BadgeDevelopment = badge(plain.Background(orNone(p.development)))
	s.BadgeProduction = badge(plain.Background(orNone(p.production)))
	s.BadgeReadOnly = badge(plain.Background(orNone(p.readOnly)))
	s.BadgeWriting = plain.Bold(true).Foreground(orNone(p.warning)).Reverse(true)
}

func (s *Styles) inputs(_ palette, _ Theme) {
	plain := lipgloss.NewStyle()
	s.Input = plain
	s.Prompt = s.Accent
	s.Placeholder = s.Faint
	s.Cursor = plain.Reverse(true)
}

// paints derives the cheap form of every role.
func (s *Styles) paints() {
	s.P = Paints{
		Text: paintOf(s.Text), Strong: paintOf(s.Strong), Muted: paintOf(s.Muted), Faint: paintOf(s.Faint),
		Accent: paintOf(s.Accent), Title: paintOf(s.Title),
		Success: paintOf(s.Success), Warning: paintOf(s.Warning), Danger: paintOf(s.Danger),
		Info: paintOf(s.Info), Match: paintOf(s.Match), Wrong: paintOf(s.Wrong),
		Active: paintOf(s.Active), Banned: paintOf(s.Banned), Locked: paintOf(s.Locked),
		Deprovisioned: paintOf(s.Deprovisioned),
		Key:           paintOf(s.Key), KeyDesc: paintOf(s.KeyDesc),
		Border: paintOf(s.Border), BorderFocus: paintOf(s.BorderFocus),
		ColumnHead: paintOf(s.ColumnHead), Selected: paintOf(s.RowSelected), Pending: paintOf(s.RowPending),
		Tab: paintOf(s.Tab), TabActive: paintOf(s.TabActive),
		Demo: paintOf(s.BadgeDemo), Development: paintOf(s.BadgeDevelopment), Production: paintOf(s.BadgeProduction),
		ReadOnly: paintOf(s.BadgeReadOnly), Writing: paintOf(s.BadgeWriting),
		Input: paintOf(s.Input), Prompt: paintOf(s.Prompt), Placeholder: paintOf(s.Placeholder), Cursor: paintOf(s.Cursor),
		JSONKey: paintOf(s.JSONKey), JSONString: paintOf(s.JSONString), JSONNumber: paintOf(s.JSONNumber),
		JSONWord: paintOf(s.JSONWord), JSONPunct: paintOf(s.JSONPunct),
		Added: paintOf(s.DiffAdded), Removed: paintOf(s.DiffRemoved),
		Code: paintOf(s.Code),
	}
}

// paintOf renders a probe and keeps what stands around it. Spaces are styled
// like letters: a paint never splits its text.
func paintOf(st lipgloss.Style) Paint {
	const probe = "x"
	open, closing, found := strings.Cut(st.Render(probe), probe)
	if !found || open == "" {
		return Paint{}
	}
	return Paint{Open: open, Close: closing}
}
