-- What test links left behind is found by its age, without a look at the clicks and attempts that count.
CREATE INDEX attempts_of_tests ON attempts (last_click_at) WHERE is_test;
CREATE INDEX clicks_of_tests ON clicks (created_at) WHERE is_test;
