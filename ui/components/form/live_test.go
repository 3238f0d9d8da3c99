package form_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"usher/ui/components/form"
)

func lightForm() form.Options {
	return form.Options{
		ID: "light", Title: "Filter", Verb: "apply", Light: true,
		Fields: []form.Field{
			{ID: "name", Label: "Name", Section: "Who"},
			{ID: "state", Label: "State", Section: "What", Kind: form.Choice, Choices: []form.Entry{{Title: "any"}, {ID: "banned", Title: "banned"}}},
		},
		Live: func(v map[string]string) ([]string, map[string]string) {
			wrong := map[string]string{}
			if v["name"] == "bad" {
				wrong["name"] = "is no name"
			}
			return []string{"writes " + v["name"] + "/" + v["state"]}, wrong
		},
	}
}

func TestLightFormFollowsWhatIsTyped(t *testing.T) {
	open(t, lightForm(), 80, 24, func(r *rig) {
		r.Contains("Who", "What", "writes /", "apply", "clear all")
		r.Type("bad")
		r.Contains("writes bad/")
		r.Lacks("is no name") // not before the field is left
		r.Press("tab")
		r.Contains("✗ is no name")
		r.Press("shift+tab")
		r.Type("x")
		r.Lacks("is no name")
		r.Press("tab", "space", "down", "enter")
		r.Contains("writes badx/banned")
		r.Press("ctrl+l")
		r.Contains("writes /")
		r.Press("ctrl+s")
		assert.Equal(t, map[string]string{"name": "", "state": ""}, r.result().Values)
	})
}

func TestEnterSubmitsALightFormFromEveryField(t *testing.T) {
	open(t, lightForm(), 80, 24, func(r *rig) {
		r.Type("x")
		r.Press("enter")
		assert.True(t, r.result().OK)
		assert.Equal(t, "x", r.result().Values["name"])
	})
	open(t, lightForm(), 80, 24, func(r *rig) {
		r.Type("x")
		r.Press("esc")
		assert.False(t, r.result().OK, "there is nothing to lose that is worth a question")
	})
}
