package users

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"usher/internal/safetext"
)

// Change makes other views of the present ones. It is a pure function: it is
// called outside of Update, and again when the views were changed elsewhere.
type Change func([]View) ([]View, error)

// ViewNamed is the index of the view with a name in any case, -1 for none.
func ViewNamed(views []View, name string) int {
	name = strings.TrimSpace(name)
	return slices.IndexFunc(views, func(v View) bool { return strings.EqualFold(v.Name, name) })
}

// on changes the view with a name, wherever it stands by then.
func on(name string, do func(views []View, i int) ([]View, error)) Change {
	return func(views []View) ([]View, error) {
		i := ViewNamed(views, name)
		if i < 0 {
			return nil, fmt.Errorf("there is no view called “%s”", safetext.String(name))
		}
		return do(slices.Clone(views), i)
	}
}

// AddView puts a view at an index, or at the end when at is negative.
func AddView(v View, at int) Change {
	v.Name = strings.TrimSpace(v.Name)
	return func(views []View) ([]View, error) {
		if err := CheckName(views, v.Name, -1); err != nil {
			return nil, err
		}
		if len(views) >= maxViews {
			return nil, fmt.Errorf("there are %d views already, which is the most", maxViews)
		}
		if at < 0 || at > len(views) {
			at = len(views)
		}
		return slices.Insert(slices.Clone(views), at, v), nil
	}
}

// maxViews bounds the views: each is counted now and then.
const maxViews = 50

// RenameView gives a view another name.
func RenameView(name, to string) Change {
	to = strings.TrimSpace(to)
	return on(name, func(views []View, i int) ([]View, error) {
		if err := CheckName(views, to, i); err != nil {
			return nil, err
		}
		views[i].Name = to
		return views, nil
	})
}

// MoveView puts a view at an index, the nearest there is.
func MoveView(name string, to int) Change {
	return on(name, func(views []View, i int) ([]View, error) {
		v := views[i]
		to := min(max(to, 0), len(views)-1)
		return slices.Insert(slices.Delete(views, i, i+1), to, v), nil
	})
}

// RemoveView takes a view away; one has to stay.
func RemoveView(name string) Change {
	return on(name, func(views []View, i int) ([]View, error) {
		if len(views) == 1 {
			return nil, errors.New("one view has to stay")
		}
		return slices.Delete(views, i, i+1), nil
	})
}

// ColumnsOfView gives a view other columns; none means the usual ones.
func ColumnsOfView(name string, columns []ColumnSpec) Change {
	columns = slices.Clone(columns)
	return on(name, func(views []View, i int) ([]View, error) {
		views[i].Columns = columns
		return views, nil
	})
}

// Together does changes one after the other; one that no longer fits is left
// out.
func Together(changes []Change) Change {
	return func(views []View) ([]View, error) {
		for _, change := range changes {
			if next, err := change(views); err == nil {
				views = next
			}
		}
		return views, nil
	}
}
