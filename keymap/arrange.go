package keymap

// defaultArrange binds the keys of the dialogs in which views and columns are
// arranged.
func (m *Map) defaultArrange() {
	m.ViewMenu = bind("views", "V")
	m.ColumnMenu = bind("columns", "C")
	m.SaveView = bind("save view", "s")
	m.Rename = bind("rename", "r")
	m.Remove = bind("remove", "d", "delete")
	m.Restore = bind("restore", "u")
	m.MoveUp = bind("move up", "K", "shift+up")
	m.MoveDown = bind("move down", "J", "shift+down")
	m.ShowColumn = bind("show", "space")
	m.Widen = bind("wider", ">", "+", "right")
	m.Narrow = bind("narrower", "<", "-", "left")
	m.AddPath = bind("metadata path", "a")
	m.ShowPrivate = bind("private values", "p")
	m.Reset = bind("reset", "R")
}

func (m *Map) arrangeSlots() []slot {
	return []slot{
		{"view.menu", Global, &m.ViewMenu, nil},
		{"column.menu", Global, &m.ColumnMenu, nil},
		{"view.save", Arrange, &m.SaveView, nil},
		{"view.rename", Arrange, &m.Rename, nil},
		{"view.remove", Arrange, &m.Remove, nil},
		{"view.restore", Arrange, &m.Restore, nil},
		{"arrange.up", Arrange, &m.MoveUp, nil},
		{"arrange.down", Arrange, &m.MoveDown, nil},
		{"column.show", Arrange, &m.ShowColumn, nil},
		{"column.wider", Arrange, &m.Widen, nil},
		{"column.narrower", Arrange, &m.Narrow, nil},
		{"column.path", Arrange, &m.AddPath, nil},
		{"column.private", Arrange, &m.ShowPrivate, nil},
		{"column.reset", Arrange, &m.Reset, nil},
	}
}
