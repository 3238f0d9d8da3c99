package table

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
)

type numbers int

func (n numbers) Len() int { return int(n) }
func (n numbers) Row(i int) Row {
	return Row{Key: strconv.Itoa(i), Cells: []Cell{{Text: "row " + strconv.Itoa(i)}}}
}

func TestCacheIsBounded(t *testing.T) {
	tb := New(WithColumns(Column{ID: "a", Min: 10}), WithSource(numbers(10000)))
	tb.SetSize(40, 21)
	for tb.Cursor() < 9999 {
		tb.PageDown()
		assert.Contains(t, tb.View(), "row "+strconv.Itoa(tb.Cursor()))
		assert.LessOrEqual(t, len(tb.cache), (cacheFactor+1)*21)
	}
}
