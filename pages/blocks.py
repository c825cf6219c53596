"""The blocks that a body is built of."""

from wagtail.blocks import StreamBlock

from pages.link_blocks import (
    CallToActionBlock,
    ContactListBlock,
    DocumentListBlock,
    EventListBlock,
    LinkListBlock,
    ProjectListBlock,
)
from pages.media_blocks import ImageBlock, VideoBlock
from pages.table_block import TableBlock
from pages.text_blocks import (
    AccordionBlock,
    FactBoxBlock,
    HeadingBlock,
    QuoteBlock,
    RichTextBlock,
    StepsBlock,
)


class BodyStreamBlock(StreamBlock):
    """What an editor can put into a body."""

    heading = HeadingBlock()
    text = RichTextBlock()
    quote = QuoteBlock()
    fact_box = FactBoxBlock()
    accordion = AccordionBlock()
    table = TableBlock()
    steps = StepsBlock()
    image = ImageBlock()
    video = VideoBlock()
    call_to_action = CallToActionBlock()
    link_list = LinkListBlock()
    document_list = DocumentListBlock()
    event_list = EventListBlock()
    contact_list = ContactListBlock()
    project_list = ProjectListBlock()
