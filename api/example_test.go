package api_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"

	"usher/api"
)

func Example() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			w.WriteHeader(http.StatusPaymentRequired)
			fmt.Fprint(w, `{"errors":[{"code":"unsupported_subscription_plan_features"}]}`)
			return
		}
		fmt.Fprint(w, `[{"id":"user_1","first_name":"Ada","last_name":"Lind"}]`)
	}))
	defer server.Close()

	key, err := api.ParseKey("sk_test_0123456789abcdefghij")
	if err != nil {
		fmt.Println(err)
		return
	}
	client, err := api.New(key, api.WithBaseURL(server.URL))
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	users, err := client.Users.List(ctx, api.ListUsersParams{
		UserFilter: api.UserFilter{Query: "ada"}, Limit: 50,
	})
	fmt.Println(len(users), users[0].DisplayName(), err)

	_, err = client.Users.Ban(ctx, users[0].ID)
	var e *api.Error
	if errors.As(err, &e) {
		fmt.Println(e.Status, e.Code(), e.Executed == api.NotExecuted)
	}
	fmt.Println(key)
	// Output:
	// 1 "Ada Lind" <nil>
	// 402 unsupported_subscription_plan_features true
	// sk_test_[redacted]
}
