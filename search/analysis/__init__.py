"""Norwegian text for the search: from what people write to the lexemes under which it is found."""
