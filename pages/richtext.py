"""How much formatting a rich text field offers, from least to most."""

# Words in a sentence: what stays readable in a card, a notice or a list.
INLINE = ["bold", "italic", "link"]
# Running text. Headings, images and films are blocks of their own, so that a frontend can lay them out.
PARAGRAPHS = [*INLINE, "ul", "ol", "document-link"]
