// docfx shows an extension property as the two methods that it compiles to. Shows it as a property.
exports.preTransform = function (model) {
  if (model.children) {
    var setters = model.children.filter(child => isAccessor(child, "set_")).map(getPropertyName);
    model.children = model.children.filter(child => !isAccessor(child, "set_"));
    model.children.filter(child => isAccessor(child, "get_")).forEach(child => showAsProperty(child, setters));
  }

  return model;
};

function isAccessor(member, prefix) {
  return member.name[0].value.startsWith(prefix);
}

function getPropertyName(member) {
  return member.name[0].value.match(/^[gs]et_(\w+)/)[1];
}

function showAsProperty(member, setters) {
  var name = getPropertyName(member);
  var accessors = setters.includes(name) ? "{ get; set; }" : "{ get; }";
  [member.name, member.nameWithType].forEach(texts => texts.forEach(text => {
    text.value = text.value.replace(/get_.*/, name);
  }));
  member.syntax.content.forEach(content => {
    content.value = content.value.replace(/static /, "").replace(/get_.*/, name + " " + accessors);
  });
}
