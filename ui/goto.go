package ui

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/dustin/go-humanize"

	"usher/ui/components/cmdline"
	"usher/ui/components/toast"
)

// isRow reports whether a command is the number of a row.
func isRow(word string) bool {
	return word != "" && word[0] >= '0' && word[0] <= '9' && strings.Trim(word, "0123456789,._") == ""
}

// goToRow moves to a row of the list, counted from 1 as the line under the
// list counts.
func (a *App) goToRow(args string) (tea.Cmd, error) {
	digits := strings.NewReplacer(",", "", ".", "", "_", "").Replace(args)
	n, err := strconv.Atoi(digits)
	if err != nil || n < 1 {
		return nil, &cmdline.Wrong{Len: len(args), Problem: "write the number of a row, such as 12000"}
	}
	a.focusList()
	cmd := a.page.GoTo(min(n, math.MaxInt32) - 1)
	if rows, known := a.page.Rows(); known && n > rows {
		return tea.Batch(cmd, a.toast(toast.Info, fmt.Sprintf("The list has %s rows; this is the last", humanize.Comma(int64(rows))))), nil
	}
	return cmd, nil
}
