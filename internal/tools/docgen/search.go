package main

import (
	"fmt"
	"strings"

	"usher/internal/cli"
	"usher/internal/query"
)

// searchTable is the language of the search box, a row for each qualifier.
func searchTable() cli.Table {
	t := cli.Table{Title: "Search", Header: []string{"Write", "Finds who", "Values", "Filtered"}}
	for _, q := range query.Qualifiers() {
		example := q.Name + q.Operators[0] + q.Hint
		where := "by the API"
		switch {
		case strings.HasSuffix(q.Name, "."):
			example = q.Name + "path" + q.Operators[0] + q.Hint
			where = "here, over a scan"
		case q.Name == "sort":
			where = "ordered by the API"
		case q.Scanned:
			where = "here, over a scan"
		}
		t.Rows = append(t.Rows, []string{fmt.Sprintf("`%s`", example), q.Help, strings.Join(q.Values, ", "), where})
	}
	return t
}
