package users

import (
	"strconv"
	"strings"
)

// ColumnSpec is a column that was chosen for a view. Its text form is the id,
// such as email or public.plan, with its width behind a colon where one was
// chosen: email:30.
type ColumnSpec struct {
	ID string
	// Width is in cells, 0 for the column's own.
	Width int
}

// The bounds of a chosen width, in cells.
const (
	minWidth = 3
	maxWidth = 80
)

// ParseColumn reads the text form of a column.
func ParseColumn(text string) ColumnSpec {
	text = strings.TrimSpace(text)
	if at := strings.LastIndexByte(text, ':'); at > 0 {
		if n, err := strconv.Atoi(text[at+1:]); err == nil && n > 0 {
			return ColumnSpec{ID: text[:at], Width: min(max(n, minWidth), maxWidth)}
		}
	}
	return ColumnSpec{ID: text}
}

// String is the text form.
func (c ColumnSpec) String() string {
	if c.Width <= 0 {
		return c.ID
	}
	return c.ID + ":" + strconv.Itoa(c.Width)
}

// ParseColumns reads columns as they are typed: name,email:30,public.plan, with
// commas or blanks between them. One in quotes is part of a metadata key.
func ParseColumns(text string) []ColumnSpec {
	var out []ColumnSpec
	quoted, start := false, 0
	take := func(part string) {
		if strings.TrimSpace(part) != "" {
			out = append(out, ParseColumn(part))
		}
	}
	for i := range len(text) {
		switch {
		case text[i] == '"' && (i == 0 || text[i-1] != '\\'):
			quoted = !quoted
		case (text[i] == ',' || text[i] == ' ') && !quoted:
			take(text[start:i])
			start = i + 1
		}
	}
	take(text[start:])
	return out
}
