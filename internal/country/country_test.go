package country_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"usher/internal/country"
)

func TestDescribe(t *testing.T) {
	for in, want := range map[string]string{
		"DE": "Germany (DE)", "de": "Germany (de)", "AD": "Andorra (AD)", "ZW": "Zimbabwe (ZW)", "CI": "Côte d'Ivoire (CI)",
		"": "", "Germany": "Germany", "XX": "XX", "D": "D", "\n": "\n", "E\t": "E\t", "##": "##",
	} {
		assert.Equal(t, want, country.Describe(in))
	}
}
