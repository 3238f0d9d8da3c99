package jsonview

import "slices"

// foldOrUp folds the value under the cursor, or goes to what holds it.
func (v *View) foldOrUp() {
	n, ok := v.at()
	if !ok {
		return
	}
	if c := v.nodes[n]; c.kind <= array && c.count > 0 && !v.folded[n] {
		v.set(true)
		return
	}
	if p := v.nodes[n].parent; p >= 0 {
		v.cursor = max(slices.Index(v.layout(), p), 0)
		v.clamp()
	}
}

func (v *View) toggle() {
	if n, ok := v.at(); ok {
		v.set(!v.folded[n])
	}
}

// set folds or unfolds the value under the cursor.
func (v *View) set(fold bool) {
	n, ok := v.at()
	if !ok || v.nodes[n].kind > array || v.nodes[n].count == 0 {
		return
	}
	if fold {
		v.folded[n] = true
	} else {
		delete(v.folded, n)
	}
	v.stale = true
	v.cursor = max(slices.Index(v.layout(), n), 0)
	v.clamp()
}

// FoldAll folds everything below the root.
func (v *View) FoldAll() {
	n, _ := v.at()
	for i := range v.nodes {
		if i > 0 && v.nodes[i].kind <= array && v.nodes[i].count > 0 {
			v.folded[int32(i)] = true
		}
	}
	v.stale = true
	for n > 0 && v.nodes[n].depth > 1 {
		n = v.nodes[n].parent
	}
	v.cursor = max(slices.Index(v.layout(), n), 0)
	v.clamp()
}

// UnfoldAll opens everything.
func (v *View) UnfoldAll() {
	n, _ := v.at()
	clear(v.folded)
	v.stale = true
	v.cursor = max(slices.Index(v.layout(), n), 0)
	v.clamp()
}
