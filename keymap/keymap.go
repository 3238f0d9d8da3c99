// Package keymap holds every key of the dashboard: what it is called, where
// it counts, and what it is bound to. Nothing outside this package compares a
// key with a string.
package keymap

import (
	"slices"

	"charm.land/bubbles/v2/key"
)

// Scope is where a binding counts.
type Scope int

// The scopes. Global bindings count everywhere but in a dialog and in an
// input; List, Detail and JSON count beside Global; Arrange, Dialog, Input and
// Search, the box that a search is typed into, are alone.
const (
	Global Scope = iota
	List
	Detail
	JSON
	Arrange
	Dialog
	Input
	Search
)

// String names the scope as help shows it.
func (s Scope) String() string {
	switch s {
	case Global:
		return "Everywhere"
	case List:
		return "List"
	case Detail:
		return "Detail"
	case JSON:
		return "JSON"
	case Dialog:
		return "Dialog"
	case Input:
		return "Input"
	case Arrange:
		return "Views and columns"
	case Search:
		return "Search box"
	}
	return ""
}

// Map is a set of bindings. Match with key.Matches.
type Map struct {
	// Moving, in lists and in whatever scrolls.
	Up, Down, PageUp, PageDown, HalfUp, HalfDown, Top, Bottom key.Binding
	// Left and Right go between the panes, NextTab and PrevTab between tabs.
	Left, Right, NextTab, PrevTab key.Binding
	// Views are the views 1 to 9, in order.
	Views              []key.Binding
	NextView, PrevView key.Binding

	Search, Sort, Scan, Command, Palette                                     key.Binding
	Open, JSON, Why, ToggleDetail, Zoom                                      key.Binding
	Mark, MarkRange, MarkAll                                                 key.Binding
	Copy, CopyMenu, Browser, Refresh, RefreshAll, Instance, Undo, ActionMenu key.Binding
	Help, Quit, Cancel, Back                                                 key.Binding
	NextMatch, PrevMatch                                                     key.Binding
	// FilterTab goes to the next filter of a tab that has one.
	FilterTab key.Binding

	// Fold, Unfold, FoldAll, UnfoldAll, CopyPath and CopyValue belong to JSON.
	Fold, Unfold, Toggle, FoldAll, UnfoldAll, CopyPath, CopyValue key.Binding

	// Confirm does what a dialog asks; Submit ends an input or picks an entry;
	// Reason goes to the reason field and back. Close leaves a dialog.
	Confirm, Submit, Reason, Close                               key.Binding
	ItemUp, ItemDown, ItemPageUp, ItemPageDown, ItemTop, ItemEnd key.Binding
	// Complete takes the completion in an input; Save ends the editor, External
	// opens its document in the person's own.
	Complete, Save, External key.Binding
	// In a form: FieldUndo takes back the last change of a field, Tick turns a
	// tick.
	FieldUndo, Tick key.Binding
	// In the field of a new password: Generate makes one, ShowMade uncovers and
	// covers it, CopyMade copies it.
	Generate, ShowMade, CopyMade key.Binding
	// Where secrets are shown: ShowSecret uncovers and covers one, CopySecret
	// copies it, ShowCode goes to the QR code and back.
	ShowSecret, CopySecret, ShowCode key.Binding
	// SearchKeys belong to the search box.
	SearchKeys
	// Dismiss puts a toast away.
	Dismiss key.Binding

	// ViewMenu and ColumnMenu open the dialogs in which views and columns are
	// arranged, with the keys below.
	ViewMenu, ColumnMenu                                   key.Binding
	SaveView, Rename, Remove, Restore, MoveUp, MoveDown    key.Binding
	ShowColumn, Widen, Narrow, AddPath, ShowPrivate, Reset key.Binding

	// Actions are the direct keys of actions, by action id.
	Actions map[string]key.Binding

	actions []string // ids of Actions in order
}

// Entry is one binding with its name.
type Entry struct {
	ID      string
	Scope   Scope
	Binding key.Binding
}

// slot is an entry that can be written.
type slot struct {
	id    string
	scope Scope
	b     *key.Binding
	also  []Scope // further scopes in which it counts
}

// Bindings returns all bindings in the order of the help, actions last.
func (m *Map) Bindings() []Entry {
	out := make([]Entry, 0, 96)
	for _, s := range m.slots() {
		out = append(out, Entry{ID: s.id, Scope: s.scope, Binding: *s.b})
	}
	for _, id := range m.actions {
		out = append(out, Entry{ID: id, Scope: List, Binding: m.Actions[id]})
	}
	return out
}

// Action returns the binding of an action; it is disabled when the action has
// no key of its own.
func (m *Map) Action(id string) key.Binding { return m.Actions[id] }

// AddAction makes an action id known, so that a person can bind a key to it.
// An id that has a default binding keeps it and takes the description.
func (m *Map) AddAction(id, desc string) {
	b, known := m.Actions[id]
	if !known {
		m.actions = append(m.actions, id)
	}
	b.SetHelp(b.Help().Key, desc)
	m.Actions[id] = b
}

// Clone returns an independent copy, for a dashboard with its own overrides.
func (m *Map) Clone() *Map {
	c := *m
	c.Views = slices.Clone(m.Views)
	c.actions = slices.Clone(m.actions)
	c.Actions = make(map[string]key.Binding, len(m.Actions))
	for id, b := range m.Actions {
		c.Actions[id] = b
	}
	return &c
}
