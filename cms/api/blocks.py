"""StreamField blocks in GraphQL: one object type for each block, read from the stored values."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import graphene
from grapple.registry import registry
from wagtail import blocks
from wagtail.models import Page

from cms.api import rich_text
from cms.api.fields import Declaration
from cms.api.loading import fetch, peers_of
from cms.api.typed_links import TypedLinks


class StreamFieldInterface(graphene.Interface):
    """One block of a body."""

    id = graphene.ID(required=True, description="Stays the same while the block is edited and moved.")
    block_type = graphene.String(required=True, description="The block's name in the editor, for example `quote`.")

    @classmethod
    def resolve_type(cls, node: "BlockNode", info: graphene.ResolveInfo) -> Any:
        return registry.streamfield_blocks[type(node.block)]


class BlockNode:
    """A block with its stored value, before choosers have loaded what they chose.

    Reading the stored value instead of Wagtail's bound one lets the choosers of all blocks of all pages in an
    answer load together.
    """

    __slots__ = ("block", "block_type", "group", "id", "value")

    def __init__(self, block: blocks.Block, block_type: str, identity: str, value: Any, group: "BlockGroup") -> None:
        self.block = block
        self.block_type = block_type
        self.id = identity
        self.value = value
        self.group = group

    def stored(self, name: str) -> Any:
        """The stored value of the child, or the child's default when it was added after the block was saved."""
        child = self.block.child_blocks[name]
        return self.value[name] if name in self.value else child.get_prep_value(child.get_default())


class BlockGroup:
    """All blocks of pages that arrived together: what they refer to is loaded once for all of them."""

    def __init__(self, streams: list[tuple[blocks.StreamBlock, list[dict[str, Any]]]]) -> None:
        self._streams = streams
        self._references: dict[Any, set[Any]] | None = None
        self._loaded: dict[Any, dict[Any, Any]] = {}
        self.typed_links = TypedLinks(lambda: (text for block, raw in streams for text in rich_texts(block, raw)))

    def find(self, model: Any, pk: Any) -> Any:
        """The chosen object, visible or not; None when it is gone."""
        if self._references is None:
            self._references = defaultdict(set)
            for block, raw in self._streams:
                for referred, key in chosen(block, raw):
                    self._references[referred].add(key)
        if model not in self._loaded:
            self._loaded[model] = fetch(model, self._references[model])
        return self._loaded[model].get(pk)


def leaves(block: blocks.Block, raw: Any) -> Iterator[tuple[blocks.Block, Any]]:
    """The blocks in the stored value of the block that have no others in them, at any depth, with what they hold."""
    if raw is None:
        return
    if isinstance(block, blocks.StreamBlock):
        for child in raw:
            if child["type"] in block.child_blocks:
                yield from leaves(block.child_blocks[child["type"]], child["value"])
    elif isinstance(block, blocks.StructBlock):
        for name, child_block in block.child_blocks.items():
            yield from leaves(child_block, raw.get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in raw:
            yield from leaves(block.child_block, item["value"])
    else:
        yield block, raw


def chosen(block: blocks.Block, raw: Any) -> Iterator[tuple[Any, Any]]:
    """The (model, primary key) pairs that the stored value of the block chooses, at any depth."""
    for leaf, value in leaves(block, raw):
        if isinstance(leaf, blocks.ChooserBlock):
            yield chosen_model(leaf), value
        elif isinstance(leaf, blocks.RichTextBlock):
            for kind, pk in rich_text.references(value):
                yield rich_text.model_of(kind), pk


def rich_texts(block: blocks.Block, raw: Any) -> Iterator[str]:
    """The rich texts in the stored value of the block, at any depth."""
    return (value for leaf, value in leaves(block, raw) if isinstance(leaf, blocks.RichTextBlock))


def texts(block: blocks.Block, raw: Any) -> Iterator[str]:
    """What the stored value says in words, at any depth.

    Nothing of what it chooses, which would have to be loaded, nor of settings, such as the level of a heading.
    """
    for leaf, value in leaves(block, raw):
        if not isinstance(leaf, blocks.ChooserBlock | blocks.ChoiceBlock):
            yield from leaf.get_searchable_content(leaf.to_python(value))


def chosen_model(block: blocks.ChooserBlock) -> Any:
    """The model that the chooser chooses from; for pages always Page, so that one query finds pages of all types."""
    return Page if isinstance(block, blocks.PageChooserBlock) else block.model_class


def body(instance: Any, field_name: str) -> list[BlockNode]:
    """The blocks of the instance's StreamField; they share their references with those of all its peers."""

    def gather(members: list[Any]) -> tuple[BlockGroup, dict[int, list[dict[str, Any]]]]:
        raws = {id(member): list(getattr(member, field_name).raw_data) for member in members}
        streams = [(getattr(member, field_name).stream_block, raws[id(member)]) for member in members]
        return BlockGroup(streams), raws

    group, raws = peers_of(instance).once(("body", field_name), gather)
    return nodes(getattr(instance, field_name).stream_block, raws[id(instance)], group)


def nodes(block: blocks.StreamBlock, raw: list[dict[str, Any]], group: BlockGroup) -> list[BlockNode]:
    """The children of a stream; those of a type that is no longer known are left out, as Wagtail does."""
    return [
        BlockNode(block.child_blocks[child["type"]], child["type"], child["id"], child["value"], group)
        for child in raw
        if child["type"] in block.child_blocks
    ]


def register_block(block_class: type[blocks.StructBlock]) -> type[blocks.StructBlock]:
    """Give the block its GraphQL type, named as the class and made of its `graphql_fields`."""
    fields: dict[str, Any] = {"__doc__": block_class.__doc__}
    for declaration in block_class.graphql_fields:
        fields[declaration.field_name] = graphene.Field(
            declaration.field_type,
            description=declaration.description,
            resolver=resolver(declaration),
        )
    fields["Meta"] = type("Meta", (), {"interfaces": (StreamFieldInterface,), "description": block_class.__doc__})
    registry.streamfield_blocks[block_class] = type(block_class.__name__, (graphene.ObjectType,), fields)
    return block_class


def resolver(declaration: Declaration) -> Any:
    """The function that gives the declared field of a `BlockNode`."""
    name = declaration.field_source or declaration.field_name

    def resolve(node: BlockNode, info: graphene.ResolveInfo) -> Any:
        return child_value(node, name, declaration, info)

    return resolve


def child_value(node: BlockNode, name: str, declaration: Declaration, info: graphene.ResolveInfo) -> Any:
    """The child's value as GraphQL shows it: objects that the reader may see, nodes, HTML, or a plain value."""
    child, raw = node.block.child_blocks[name], node.stored(name)
    gate = info.context.gate
    if isinstance(child, blocks.ChooserBlock):
        found = None if raw is None else node.group.find(chosen_model(child), raw)
        return found if found is not None and gate.allows(found) else None
    if isinstance(child, blocks.ListBlock):
        return _items(node, name, child.child_block, raw, gate)
    if isinstance(child, blocks.StreamBlock):
        return nodes(child, raw, node.group)
    if isinstance(child, blocks.StructBlock):
        return BlockNode(child, name, f"{node.id}.{name}", raw, node.group)
    if declaration.html and (raw or declaration.is_required):
        return rich_text.render(
            raw or "",
            lambda reference: _found(node.group, reference, gate),
            info.context.address,
            lambda href: node.group.typed_links.is_to_hidden(href, info.context),
        )
    if isinstance(child, blocks.BooleanBlock):
        # A switch that was added after the block was saved has no stored value.
        return bool(raw)
    return child.to_python(raw) if raw != "" or declaration.is_required else None


def _items(node: BlockNode, name: str, child: blocks.Block, raw: list[dict[str, Any]], gate: Any) -> list[Any]:
    if isinstance(child, blocks.ChooserBlock):
        found = [node.group.find(chosen_model(child), item["value"]) for item in raw]
        return gate.visible(one for one in found if one is not None)
    if isinstance(child, blocks.StructBlock):
        return [BlockNode(child, name, item["id"], item["value"], node.group) for item in raw]
    return [child.to_python(item["value"]) for item in raw]


def _found(group: BlockGroup, reference: rich_text.Reference, gate: Any) -> Any:
    kind, pk = reference
    found = group.find(rich_text.model_of(kind), pk)
    return found if found is not None and gate.allows(found) else None


def GraphQLStruct(name: str, block_class: type[blocks.StructBlock], description: str, **options: Any) -> Declaration:
    """A nested block, as an object of its own type."""
    return Declaration(name, lambda: registry.streamfield_blocks[block_class], description, **options)


def GraphQLStructs(name: str, block_class: type[blocks.StructBlock], description: str, **options: Any) -> Declaration:
    """A list of nested blocks of one type."""
    listed = graphene.List(graphene.NonNull(lambda: registry.streamfield_blocks[block_class]))
    return Declaration(name, listed, description, required=True, **options)
