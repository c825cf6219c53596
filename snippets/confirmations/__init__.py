"""The yearly confirmation: whether what is published of contact persons still holds, asked by letter."""
