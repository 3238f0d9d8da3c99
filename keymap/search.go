package keymap

import "charm.land/bubbles/v2/key"

// SearchKeys are the keys of the search box and of what belongs to it.
type SearchKeys struct {
	// Filter opens the filter builder, FilterClear empties it.
	Filter, FilterClear key.Binding
	// Explain shows what the text becomes, SearchBack looks in the history.
	Explain, SearchBack key.Binding
	// SearchOlder and SearchNewer walk through the history, SearchNext and
	// SearchPrev through the completions.
	SearchOlder, SearchNewer, SearchNext, SearchPrev key.Binding
}

func searchKeys() SearchKeys {
	return SearchKeys{
		Filter: bind("filter", "f"), FilterClear: bind("clear all filters", "ctrl+l"),
		Explain: bind("what the search becomes", "ctrl+x"), SearchBack: bind("find an earlier search", "ctrl+r"),
		SearchOlder: bind("earlier search", "up"), SearchNewer: bind("later search, then the list", "down"),
		SearchNext: bind("next completion", "ctrl+n"), SearchPrev: bind("previous completion", "ctrl+p"),
	}
}

func (m *Map) searchSlots() []slot {
	return []slot{
		{"filter.clear", Input, &m.FilterClear, nil},
		{"search.explain", Search, &m.Explain, nil},
		{"search.history", Search, &m.SearchBack, nil},
		{"search.older", Search, &m.SearchOlder, nil},
		{"search.newer", Search, &m.SearchNewer, nil},
		{"search.next", Search, &m.SearchNext, nil},
		{"search.prev", Search, &m.SearchPrev, nil},
	}
}
