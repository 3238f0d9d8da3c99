package cli

import (
	"fmt"
	"strings"

	"usher/internal/config"
	"usher/internal/safetext"
	"usher/ui/users"
)

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

// saveViews keeps the views in the configuration file.
func (p *Program) saveViews(c *config.Config) func(users.Change) ([]users.View, error) {
	path := c.Path
	if path == "" {
		path = p.defaultConfig()
	}
	return func(change users.Change) ([]users.View, error) {
		saved, err := config.EditViews(path, viewTexts(users.BuiltIn()), func(now []config.View) ([]config.View, error) {
			next, err := change(viewsOf(now))
			return viewTexts(next), err
		})
		if err != nil {
			return nil, err
		}
		return viewsOf(saved), nil
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
