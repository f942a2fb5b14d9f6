from bad_inputs import promise
