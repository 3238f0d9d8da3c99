package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"usher/internal/config"
	"usher/internal/misspelt"
	"usher/internal/safetext"
	"usher/ui/users"
)

// checkColumns tells which views name a column that there is not.
func checkColumns(views []config.View) error {
	var wrong []error
	for _, v := range views {
		for _, text := range v.Columns {
			spec := users.ParseColumn(text)
			err := users.CheckColumn(spec)
			if err == nil {
				continue
			}
			known := make([]string, 0, 20)
			for _, c := range users.AllColumns() {
				known = append(known, c.ID)
			}
			if near := misspelt.Nearest(spec.ID, known); near != "" {
				err = fmt.Errorf("there is no column called %q; did you mean %q?", spec.ID, near)
			}
			wrong = append(wrong, fmt.Errorf("%s: view %q: %w", v.Origin, v.Name, err))
		}
	}
	return usage(errors.Join(wrong...))
}

func viewOf(v config.View) users.View {
	out := users.View{Name: v.Name, Query: v.Query}
	for _, text := range v.Columns {
		out.Columns = append(out.Columns, users.ParseColumn(text))
	}
	return out
}

func viewText(v users.View) config.View {
	out := config.View{Name: v.Name, Query: v.Query}
	for _, c := range v.Columns {
		out.Columns = append(out.Columns, c.String())
	}
	return out
}

func viewsOf(views []config.View) []users.View {
	out := make([]users.View, 0, len(views))
	for _, v := range views {
		out = append(out, viewOf(v))
	}
	return out
}

func viewTexts(views []users.View) []config.View {
	out := make([]config.View, 0, len(views))
	for _, v := range views {
		out = append(out, viewText(v))
	}
	return out
}

// keptViews are the views as they were changed since the start, also where the
// file could not be written: another instance is opened with them.
type keptViews struct {
	mu    sync.Mutex
	views []users.View
}

// or are the views that were kept, else others.
func (k *keptViews) or(others []users.View) []users.View {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.views == nil {
		return others
	}
	return slices.Clone(k.views)
}

// take keeps what was saved, or what a change makes of the views when it could
// not be saved.
func (k *keptViews) take(saved, before []users.View, change users.Change, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err == nil {
		k.views = slices.Clone(saved)
		return
	}
	if k.views == nil {
		k.views = before
	}
	if next, refused := change(k.views); refused == nil {
		k.views = next
	}
}

// saveViews keeps the views in the configuration file.
func (p *Program) saveViews(c *config.Config) func(users.Change) ([]users.View, error) {
	before := viewsOf(c.Views)
	if len(before) == 0 {
		before = users.BuiltIn()
	}
	path := c.Path
	if path == "" {
		path = p.defaultConfig()
	}
	return func(change users.Change) ([]users.View, error) {
		saved, err := config.EditViews(path, viewTexts(users.BuiltIn()), func(now []config.View) ([]config.View, error) {
			next, err := change(viewsOf(now))
			return viewTexts(next), err
		})
		p.views.take(viewsOf(saved), before, change, err)
		return viewsOf(saved), err
	}
}

// viewRows show the views among the settings.
func viewRows(c *config.Config) [][]string {
	views, from := viewsOf(c.Views), func(i int) string { return string(c.Views[i].Origin) }
	if len(views) == 0 {
		views, from = users.BuiltIn(), func(int) string { return string(config.DefaultOrigin) }
	}
	rows := make([][]string, 0, len(views))
	for i, v := range views {
		text := v.Name
		if v.Query != "" {
			text += ": " + v.Query
		}
		if len(v.Columns) > 0 {
			text += " (" + strings.Join(viewText(v).Columns, ", ") + ")"
		}
		rows = append(rows, []string{fmt.Sprintf("views.%d", i+1), safetext.String(text), safetext.String(from(i))})
	}
	return rows
}
